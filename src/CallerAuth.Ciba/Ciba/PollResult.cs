using CallerAuth.Identity;

namespace CallerAuth.Ciba;

/// <summary>
/// The answer to one poll. Every answer a provider or the network between us can give is one of these; exceptions are left for our own mistakes and for the caller's cancellation.
/// <see cref="Pending"/>, <see cref="SlowDown"/> and <see cref="Unavailable"/> ask for another poll, all others are final.
/// </summary>
internal abstract record PollResult
{
    private PollResult()
    {
    }

    public sealed record Pending(PendingStep Step, TimeSpan? RetryAfter) : PollResult;

    /// <summary>Add five seconds to the interval, for this and all later polls (CIBA Core §11).</summary>
    public sealed record SlowDown(TimeSpan? RetryAfter) : PollResult;

    /// <summary>The id_token passed every check and is about the person who was asked for.</summary>
    public sealed record Approved(VerifiedIdentity Identity) : PollResult;

    /// <summary>The person said no, cancelled, or chose other words; the provider does not tell which.</summary>
    public sealed record Declined : PollResult;

    public sealed record Expired : PollResult;

    /// <summary>A good id_token about somebody else than the person who was asked for, or one that does not say about whom.</summary>
    public sealed record Mismatch : PollResult;

    /// <summary>
    /// Not verified, for a reason that is no act of the person: an error code (<c>invalid_request</c>, <c>invalid_grant</c>, <c>invalid_client</c>, …),
    /// or <c>id_token: </c> and the name of the check it did not pass. Holds no personal data.
    /// After a lost answer the provider says <c>invalid_grant</c>, because the id is spent: the outcome is then unknown and not "declined".
    /// </summary>
    public sealed record Failed(string Error) : PollResult;

    /// <summary>No usable answer: no network, a time-out, 5xx, 429, something that is not JSON. Poll again later.</summary>
    public sealed record Unavailable(string Why, TimeSpan? RetryAfter) : PollResult;
}
