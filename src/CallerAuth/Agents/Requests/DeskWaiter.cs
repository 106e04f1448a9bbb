using CallerAuth.Ciba;
using CallerAuth.Lines;
using CallerAuth.Verification;

namespace CallerAuth.Agents.Requests;

/// <summary>Hears how requested verifications go on and writes it down.</summary>
internal sealed class DeskWaiter(RequestBook book, LineDirectory lines) : IVerificationWaiter
{
    private const string OwnPrefix = "desk:";

    public string Prefix => OwnPrefix;

    public static string For(VerificationId id) => OwnPrefix + id.Value;

    public Task ProgressedAsync(VerificationId id, string waiter, PendingStep step, CancellationToken cancellationToken) =>
        book.ChangeAsync(id, (request, now) => request.Progressed(step, now));

    public IReadOnlyCollection<string> ClaimsWanted(string line) => lines.Find(line)?.Options.Attributes ?? [];

    public Task EndedAsync(VerificationId id, string waiter, VerificationOutcome outcome, CancellationToken cancellationToken) =>
        book.EndAsync(id, (request, now) => request.Ended(outcome, now));
}
