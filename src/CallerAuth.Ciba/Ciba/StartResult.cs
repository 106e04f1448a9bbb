using CallerAuth.Identity;

namespace CallerAuth.Ciba;

/// <summary>
/// How bc-authorize ended. Every answer a provider or the network between us can give is one of these; exceptions are left for our own mistakes (an eID asked with the wrong kind
/// of number, a caller of an inbound-only eID, a binding message that was not checked) and for the caller's cancellation. None of these is for trying again unasked: starting rings a telephone.
/// </summary>
internal abstract record StartResult
{
    private StartResult()
    {
    }

    /// <summary>The person is being asked. <paramref name="Words"/> is there when the eID returns a word pair.</summary>
    public sealed record Started(AuthReqId AuthReqId, TimeSpan ExpiresIn, TimeSpan Interval, WordPair? Words, string? TraceId) : StartResult;

    /// <summary>The provider says no, with an error of CIBA Core §13 such as <c>unknown_user_id</c>.</summary>
    public sealed record Refused(string Error, string? TraceId) : StartResult;

    /// <summary>
    /// No usable answer: no network, a time-out, 5xx, 429, something that is not JSON, or a success without what the caller needs
    /// (no <c>auth_req_id</c>, no positive <c>expires_in</c>, no word pair from an eID that returns one).
    /// </summary>
    public sealed record Unavailable(string Why, TimeSpan? RetryAfter) : StartResult
    {
        /// <summary>True when the provider was not even asked, so that nobody's telephone can have rung.</summary>
        public bool NothingSent { get; init; }
    }
}
