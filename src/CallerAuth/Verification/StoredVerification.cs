using CallerAuth.Ciba;

namespace CallerAuth.Verification;

/// <summary>A verification as the store holds it, claimed by this instance until <see cref="Lease"/>.</summary>
/// <param name="Lease">End of our claim, in milliseconds of the store's clock; a write counts only while it is still ours.</param>
/// <param name="Now">The store's clock when it was claimed, in milliseconds.</param>
/// <param name="ExpiresAt">No poll after this moment, in milliseconds of the store's clock.</param>
/// <param name="Failures">Polls in a row that brought no answer.</param>
/// <param name="Outcome">Null while it runs; else it only remains to tell who waits.</param>
/// <param name="Recorded">Its end is in the audit trail.</param>
internal sealed record StoredVerification(
    VerificationId Id,
    VerificationRecord Record,
    double Lease,
    long Now,
    long ExpiresAt,
    TimeSpan Interval,
    PendingStep Step,
    int Failures,
    VerificationOutcome? Outcome,
    bool Recorded = false);
