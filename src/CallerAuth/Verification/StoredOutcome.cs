using CallerAuth.Identity;

namespace CallerAuth.Verification;

/// <summary>An outcome in the form that is sealed and stored.</summary>
internal sealed record StoredOutcome
{
    public required string Kind { get; init; }

    public string? Error { get; init; }

    public StoredIdentity? Identity { get; init; }

    public static StoredOutcome From(VerificationOutcome outcome) => outcome switch
    {
        VerificationOutcome.Verified verified => new() { Kind = "verified", Identity = StoredIdentity.From(verified.Identity) },
        VerificationOutcome.Failed failed => new() { Kind = "failed", Error = failed.Error },
        VerificationOutcome.Declined => new() { Kind = "declined" },
        VerificationOutcome.Expired => new() { Kind = "expired" },
        VerificationOutcome.Mismatch => new() { Kind = "mismatch" },
        _ => new() { Kind = "cancelled" },
    };

    /// <remarks>A word from a newer version of this service is read as a failure, never as an identity.</remarks>
    public VerificationOutcome ToOutcome() => (Kind, Identity) switch
    {
        ("verified", { } identity) => new VerificationOutcome.Verified(identity.ToIdentity()),
        ("declined", _) => new VerificationOutcome.Declined(),
        ("expired", _) => new VerificationOutcome.Expired(),
        ("mismatch", _) => new VerificationOutcome.Mismatch(),
        ("cancelled", _) => new VerificationOutcome.Cancelled(),
        _ => new VerificationOutcome.Failed(Error ?? "unreadable_outcome"),
    };
}
