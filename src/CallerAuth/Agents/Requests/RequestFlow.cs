using CallerAuth.Calls;
using CallerAuth.Ciba;
using CallerAuth.Identity;
using CallerAuth.Verification;
using static CallerAuth.Agents.Requests.RequestState;

namespace CallerAuth.Agents.Requests;

/// <summary>
/// The requested verification as a state machine. Pure. What does not fit the state changes nothing and gives back the same instance,
/// so whatever comes late or twice is harmless, and what has ended stays as it ended.
/// </summary>
internal static class RequestFlow
{
    /// <summary>A start that has not come back by then is lost; longer than the provider's own time-out.</summary>
    public static readonly TimeSpan StartAtMost = CallRules.StartAtMost;

    public static RequestedVerification Started(this RequestedVerification request, VerificationStart start, DateTimeOffset now) => (request.State, start) switch
    {
        (Starting, VerificationStart.Running running) => request.MoveTo(new Pending(running.Words?.Value, PendingStep.Unknown, now + running.Wait), now),
        (Starting, VerificationStart.Faulty) => request.MoveTo(new Unverified(UnverifiedReason.Error), now),
        (Starting, _) => request.MoveTo(new Unverified(UnverifiedReason.Unavailable), now),
        _ => request,
    };

    public static RequestedVerification Progressed(this RequestedVerification request, PendingStep step, DateTimeOffset now) =>
        request.State is Pending pending && pending.Step != step ? request.MoveTo(pending with { Step = step }, now) : request;

    public static RequestedVerification Ended(this RequestedVerification request, VerificationOutcome outcome, DateTimeOffset now) =>
        request.HasEnded ? request : request.MoveTo(StateOf(outcome), now);

    /// <summary>Somebody asked that it be ended.</summary>
    public static RequestedVerification Cancelled(this RequestedVerification request, DateTimeOffset now) =>
        request.HasEnded ? request : request.MoveTo(new Unverified(UnverifiedReason.Cancelled), now);

    /// <summary>Nobody told of an end in time: whatever becomes of it, it is not verified.</summary>
    public static RequestedVerification AsOf(this RequestedVerification request, DateTimeOffset now) => request.State switch
    {
        Starting when now >= request.AskedAt + StartAtMost => request.MoveTo(new Unverified(UnverifiedReason.Error), now),
        Pending pending when now >= pending.ExpiresAt + CallRules.Grace => request.MoveTo(new Unverified(UnverifiedReason.Expired), now),
        _ => request,
    };

    private static RequestState StateOf(VerificationOutcome outcome) => outcome switch
    {
        VerificationOutcome.Verified verified => new Verified(StoredIdentity.From(verified.Identity)),
        VerificationOutcome.Declined => new Unverified(UnverifiedReason.Declined),
        VerificationOutcome.Expired => new Unverified(UnverifiedReason.Expired),
        VerificationOutcome.Mismatch => new Unverified(UnverifiedReason.Mismatch),
        VerificationOutcome.Cancelled => new Unverified(UnverifiedReason.Cancelled),
        _ => new Unverified(UnverifiedReason.Error),
    };

    private static RequestedVerification MoveTo(this RequestedVerification request, RequestState next, DateTimeOffset now) =>
        request with { State = next, ChangedAt = now };
}
