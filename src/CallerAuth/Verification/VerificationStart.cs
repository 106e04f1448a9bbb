using CallerAuth.Identity;

namespace CallerAuth.Verification;

/// <summary>How the start of a verification went. A start is never tried again by itself: each one rings somebody's telephone.</summary>
internal abstract record VerificationStart
{
    private VerificationStart() { }

    /// <summary>The app has been asked; polling has begun.</summary>
    /// <param name="Words">What the person must hear and choose, where the eID works that way.</param>
    /// <param name="Wait">How long the person has from now on.</param>
    public sealed record Running(WordPair? Words, TimeSpan Wait) : VerificationStart;

    /// <summary>Another verification of the same person runs already, here or elsewhere.</summary>
    public sealed record AlreadyRunning : VerificationStart;

    /// <summary>A limit is reached: the person's, the calling number's, the line's or that of all. Nothing was asked; the caller must hear what is heard for <see cref="Unavailable"/>.</summary>
    public sealed record Limited : VerificationStart;

    /// <summary>The provider cannot be reached, is out of order, or will not do it for this person.</summary>
    public sealed record Unavailable : VerificationStart;

    /// <summary>Ours: misconfiguration or a fault of this service.</summary>
    public sealed record Faulty : VerificationStart;
}
