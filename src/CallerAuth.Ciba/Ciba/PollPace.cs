namespace CallerAuth.Ciba;

/// <summary>
/// The rules of CIBA Core 10.1 and 11 for when to ask again, all in one place and pure. Every delay counts from the answer,
/// which is stricter than the specification's "from the request" and what its conformance suite measures.
/// </summary>
internal static class PollPace
{
    /// <summary>CIBA Core 11: <c>slow_down</c> lengthens the interval by at least this, for this and all later polls.</summary>
    public static readonly TimeSpan SlowDownStep = TimeSpan.FromSeconds(5);

    /// <summary>No provider is left unasked for longer than this because it failed; <c>Retry-After</c> may ask for more.</summary>
    public static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(30);

    /// <summary>A provider that says "come back in an hour" would leave the caller in silence; the expiry ends it sooner.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(10);

    public static TimeSpan IntervalAfter(TimeSpan interval, PollResult result) =>
        result is PollResult.SlowDown ? interval + SlowDownStep : interval;

    public static int FailuresAfter(int failures, PollResult result) =>
        result is PollResult.Unavailable ? failures + 1 : 0;

    /// <summary>How long to wait before the next poll.</summary>
    /// <param name="interval">As it is after <paramref name="result"/>.</param>
    /// <param name="failures">Polls in a row without an answer, this one included.</param>
    /// <param name="dice">From 0 to 1: spreads what failed together. It only ever adds, so no poll comes too soon.</param>
    public static TimeSpan DelayAfter(PollResult result, TimeSpan interval, int failures, double dice)
    {
        var delay = TimeSpan.Max(interval, Bounded(RetryAfter(result)));
        if (failures == 0)
            return delay;
        // Whoever was told a moment to come again was told it with all the others.
        if (delay > interval)
            delay += interval * (dice / 2);
        var backOff = interval * Math.Pow(2, Math.Min(failures - 1, 6)) * (1 + (dice / 2));
        return TimeSpan.Max(delay, TimeSpan.Min(backOff, LongestBackOff));
    }

    private static TimeSpan? RetryAfter(PollResult result) => result switch
    {
        PollResult.Pending pending => pending.RetryAfter,
        PollResult.SlowDown slowDown => slowDown.RetryAfter,
        PollResult.Unavailable unavailable => unavailable.RetryAfter,
        _ => null,
    };

    private static TimeSpan Bounded(TimeSpan? wish) => wish is { } time ? TimeSpan.Min(time, LongestRetryAfter) : TimeSpan.Zero;
}
