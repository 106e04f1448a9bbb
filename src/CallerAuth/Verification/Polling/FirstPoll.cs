using CallerAuth.Ciba;

namespace CallerAuth.Verification.Polling;

/// <summary>When a verification that an instance takes over is polled first: never before its interval is over, whatever is known of its last poll, and not all at once.</summary>
internal static class FirstPoll
{
    private static readonly TimeSpan ShortestSpread = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(1);

    /// <param name="from">Whose shard it was.</param>
    /// <param name="scheduled">From now to when the store says that it is due; negative when that has passed.</param>
    /// <param name="interval">The provider's.</param>
    /// <param name="dice">From 0 to 1.</param>
    public static TimeSpan After(PreviousOwner from, TimeSpan scheduled, TimeSpan interval, double dice)
    {
        var wish = TimeSpan.Min(scheduled, PollPace.LongestRetryAfter);
        return from switch
        {
            // It was handed over with exact times, or never polled.
            PreviousOwner.Nobody => wish > -Overdue ? TimeSpan.Max(wish, TimeSpan.Zero) : TimeSpan.Min(-wish, interval) * dice,
            // It may have been polled until just before it had to stop, and nobody knows when.
            PreviousOwner.Dead => TimeSpan.Max(wish, interval - (PollTimes.Margin / 2)) + (SpreadOfOrphans(interval) * dice),
            PreviousOwner.LongDead => TimeSpan.Max(wish, TimeSpan.Zero) + (interval * dice),
            _ => TimeSpan.Max(wish, interval) + (interval * dice),
        };
    }

    private static TimeSpan SpreadOfOrphans(TimeSpan interval)
    {
        var left = PollTimes.RecoveredWithin - PollTimes.Lease - PollTimes.BeatEvery - interval;
        return TimeSpan.Min(TimeSpan.Max(left, ShortestSpread), interval);
    }
}
