using System.Collections.Concurrent;
using System.Globalization;
using CallerAuth.Benchmarks.Provider;
using CallerAuth.Ciba;
using CallerAuth.Verification;

namespace CallerAuth.Benchmarks.Worker;

/// <summary>Stands where the call would be: notes when it was told of an end, which is when the call would be redirected.</summary>
internal sealed class EndedWaiter : IVerificationWaiter
{
    private readonly ConcurrentDictionary<int, Told> _told = new();

    public string Prefix => "bench:";

    public IReadOnlyDictionary<int, Told> Ends => _told;

    public static string NameOf(int item) => $"bench:{item.ToString(CultureInfo.InvariantCulture)}";

    public Task ProgressedAsync(VerificationId id, string waiter, PendingStep step, CancellationToken cancellationToken) => Task.CompletedTask;

    public IReadOnlyCollection<string> ClaimsWanted(string line) => ["name"];

    public Task EndedAsync(VerificationId id, string waiter, VerificationOutcome outcome, CancellationToken cancellationToken)
    {
        var item = int.Parse(waiter.AsSpan(waiter.IndexOf(':', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
        _told.TryAdd(item, new Told(TokenEndpoint.Now, outcome.GetType().Name));
        return Task.CompletedTask;
    }
}

/// <summary>When an end was told, in microseconds of the machine's steady clock, and which.</summary>
internal sealed record Told(long At, string Outcome);
