using CallerAuth.Verification;

namespace CallerAuth.Calls;

/// <summary>What had come of verifying the caller when the call ended: enough to tell it, and nothing of the person.</summary>
/// <param name="Reason">Null: verified.</param>
internal sealed record CallOutcome(VerificationId? Id, UnverifiedReason? Reason)
{
    /// <returns>Null while nothing had come of it.</returns>
    public static CallOutcome? Of(CallState state) => state switch
    {
        CallState.Verified verified => new CallOutcome(verified.Id, Reason: null),
        CallState.Unverified unverified => new CallOutcome(unverified.Id, unverified.Reason),
        _ => null,
    };
}
