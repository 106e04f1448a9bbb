using CallerAuth.Identity;

namespace CallerAuth.Ciba;

/// <summary>Reads the answer of bc-authorize (CIBA Core §7.3 and §13).</summary>
internal static class StartAnswer
{
    /// <summary>CIBA Core §7.3, where the provider names none.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(5);

    /// <summary>Nobody stays on a telephone for longer; it keeps absurd numbers out of the clock.</summary>
    private static readonly TimeSpan ExpiresInMax = TimeSpan.FromHours(1);

    public static StartResult Read(EId eid, ProviderAnswer answer)
    {
        if (answer.Error is { } error && !answer.IsTrouble)
            return new StartResult.Refused(error, answer.TraceId);
        if (!answer.IsSuccess || answer.Body is null || answer.Error is not null)
            return new StartResult.Unavailable(answer.Description, answer.RetryAfter);

        if (!AuthReqId.TryParse(answer.TextOf("auth_req_id"), out var authReqId))
            return Useless("a start answer without a well-formed auth_req_id");
        if (answer.SecondsOf("expires_in") is not ({ } expiresIn and > 0))
            return Useless("a start answer without a positive expires_in");

        var lifetime = expiresIn < ExpiresInMax.TotalSeconds ? TimeSpan.FromSeconds(expiresIn) : ExpiresInMax;
        if (IntervalOf(answer) is not { } interval || interval > lifetime)
            return Useless("an interval that is longer than the request lives");

        WordPair? words = null;
        if (eid.ReturnsWordPair && !WordPair.TryParse(answer.TextOf("bindingMessage"), out words))
            return Useless("a start answer without readable words in bindingMessage");

        return new StartResult.Started(authReqId, lifetime, interval, words, answer.TraceId);
    }

    // A fraction of a second is rounded up: never sooner than asked. Null where the number is beyond any clock.
    private static TimeSpan? IntervalOf(ProviderAnswer answer) => answer.SecondsOf("interval") switch
    {
        null or <= 0 => DefaultInterval,
        { } seconds when seconds <= ExpiresInMax.TotalSeconds => TimeSpan.FromSeconds(Math.Ceiling(seconds)),
        _ => null,
    };

    private static StartResult.Unavailable Useless(string why) => new(why, RetryAfter: null);
}
