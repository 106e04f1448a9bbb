namespace CallerAuth.Verification.Polling;

/// <summary>
/// How long an instance counts as alive, and what follows for the others. An instance stops polling <see cref="Margin"/> before
/// anybody may take its shards, counted from when it sent its last beat, so the two never poll side by side.
/// </summary>
internal static class PollTimes
{
    /// <summary>An instance that has not been heard of for this long is gone, and its shards are anybody's.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(3);

    public static readonly TimeSpan BeatEvery = TimeSpan.FromMilliseconds(600);

    public static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(400);

    /// <summary>From the death of an instance to the last of its callers being polled again, wherever the interval allows it.</summary>
    public static readonly TimeSpan RecoveredWithin = TimeSpan.FromSeconds(8);

    /// <summary>Whoever was not heard of for this long by the store's clock was gone before we came.</summary>
    public static readonly TimeSpan LongGone = 5 * Lease;
}
