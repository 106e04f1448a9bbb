using CallerAuth.Ciba;
using CallerAuth.Identity;
using CallerAuth.Lines;
using CallerAuth.Verification;

namespace CallerAuth.Calls;

/// <summary>
/// Hears the end of a verification and moves the live call on, by Twilio's REST API. The hold loop asks by itself as well,
/// so a REST that is out of order costs the caller one round of music; both go through the same compare-and-set and one wins.
/// </summary>
internal sealed partial class CallMover(
    Switchboard switchboard, LineDirectory lines, PublicUrls urls, LiveCalls live, RedirectMeter meter, ILogger<CallMover> logger) : IVerificationWaiter
{
    public string Prefix => CallWaiter.Prefix;

    public async Task ProgressedAsync(VerificationId id, string waiter, PendingStep step, CancellationToken cancellationToken)
    {
        if (CallWaiter.TryParse(waiter, out var callSid))
            await switchboard.HappenedAsync(callSid, _ => new CallEvent.Progressed(id, step));
    }

    public IReadOnlyCollection<string> ClaimsWanted(string line) => lines.Find(line)?.Options.Attributes ?? [];

    public async Task EndedAsync(VerificationId id, string waiter, VerificationOutcome outcome, CancellationToken cancellationToken)
    {
        if (!CallWaiter.TryParse(waiter, out var callSid))
            return;
        if (await switchboard.HappenedAsync(callSid, _ => EventOf(id, outcome)) is { } transition && WantsRedirect(transition, id))
            await RedirectAsync(callSid, cancellationToken);
    }

    private static CallEvent? EventOf(VerificationId id, VerificationOutcome outcome) => outcome switch
    {
        VerificationOutcome.Verified verified => new CallEvent.Approved(id, StoredIdentity.From(verified.Identity)),
        VerificationOutcome.Declined => new CallEvent.AttemptFailed(id, UnverifiedReason.Declined),
        VerificationOutcome.Expired => new CallEvent.AttemptFailed(id, UnverifiedReason.Expired),
        VerificationOutcome.Mismatch => new CallEvent.AttemptFailed(id, UnverifiedReason.Mismatch),
        VerificationOutcome.Failed => new CallEvent.AttemptFailed(id, UnverifiedReason.Error),
        _ => null,
    };

    // Told a second time, the call is moved only if Twilio has not fetched the outcome yet: else the redirect would cut into the agent's talk.
    private static bool WantsRedirect(Transition transition, VerificationId id) => transition.After.State switch
    {
        CallState.Verified verified => verified.Id == id && !verified.Handoff.Told,
        CallState.Unverified unverified => unverified.Id == id && !unverified.Handoff.Told,
        CallState.OfferingRetry => transition.Moved,
        _ => false,
    };

    private async Task RedirectAsync(string callSid, CancellationToken cancellationToken)
    {
        switch (await live.RedirectAsync(callSid, urls.Outcome, cancellationToken))
        {
            case Redirection.Done:
                meter.Pushed();
                Redirected(callSid);
                break;
            case Redirection.Gone:
                meter.Gone();
                Gone(callSid);
                await switchboard.HappenedAsync(callSid, _ => new CallEvent.HungUp());
                break;
            case Redirection.Refused refused:
                // Asking again would get the same answer; the hold loop notices within a round.
                meter.Refused();
                Refused(callSid, refused.Status, refused.Code);
                break;
        }
    }

    [LoggerMessage(3301, LogLevel.Information, "Call {CallSid} was redirected to its outcome")]
    private partial void Redirected(string callSid);

    [LoggerMessage(3302, LogLevel.Information, "Call {CallSid} had ended before it could be redirected")]
    private partial void Gone(string callSid);

    [LoggerMessage(3303, LogLevel.Error, "Twilio refused to redirect call {CallSid} with status {Status}, code {Code}; check Twilio:Client. The hold loop moves the caller on")]
    private partial void Refused(string callSid, int status, int code);
}
