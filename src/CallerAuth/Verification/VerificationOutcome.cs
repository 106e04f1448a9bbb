using CallerAuth.Identity;

namespace CallerAuth.Verification;

/// <summary>How a verification ended. Only <see cref="Verified"/> says anything about who the person is.</summary>
internal abstract record VerificationOutcome
{
    private VerificationOutcome() { }

    /// <summary>The provider's id_token passed every check and speaks of the person who was asked for.</summary>
    public sealed record Verified(VerifiedIdentity Identity) : VerificationOutcome;

    /// <summary>The person said no, cancelled, or chose the wrong words: Idura tells none of these apart.</summary>
    public sealed record Declined : VerificationOutcome;

    /// <summary>Nobody answered in time.</summary>
    public sealed record Expired : VerificationOutcome;

    /// <summary>A good token about somebody else or by another eID.</summary>
    public sealed record Mismatch : VerificationOutcome;

    /// <summary>The provider refused to go on, its token was not believed, or its answer was lost.</summary>
    public sealed record Failed(string Error) : VerificationOutcome;

    /// <summary>Nobody waits for it any more.</summary>
    public sealed record Cancelled : VerificationOutcome;
}
