using CallerAuth.Store;

namespace CallerAuth.Calls;

/// <summary>
/// Callers in the queues that agents take them from: a sorted set for each queue, CallSid by arrival in milliseconds of the store's
/// clock. Who is offered to an agent has a score in the future until the offer has run out.
/// </summary>
internal sealed class WaitingCallers(StoreConnection store, Keys keys)
{
    /// <summary>How long a caller is kept for an agent who hears the whisper; an agent who hangs up meanwhile gives the caller free.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>
    /// KEYS queue. ARGV CallSid, how long they have waited, time to live; all ms. Returns 1. Who is there already stays, but has the
    /// old place again after an offer that came to nothing.
    /// </summary>
    private const string Join = StoreClock.Now + """

        local arrival = now - tonumber(ARGV[2])
        local score = redis.call('ZSCORE', KEYS[1], ARGV[1])
        if not score or (tonumber(score) <= now and tonumber(score) > arrival) then redis.call('ZADD', KEYS[1], ms(arrival), ARGV[1]) end
        redis.call('PEXPIRE', KEYS[1], ARGV[3])
        return 1
        """;

    /// <summary>KEYS queue. ARGV lease ms. Returns the CallSid of the one who waits longest and is free, or ''.</summary>
    private const string Take = StoreClock.Now + """

        local first = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ms(now), 'LIMIT', '0', '1')
        if not first[1] then return '' end
        redis.call('ZADD', KEYS[1], 'XX', ms(now + tonumber(ARGV[1])), first[1])
        return first[1]
        """;

    /// <summary>KEYS queue. ARGV CallSid. Returns the number of callers changed. Free now; the old place comes back with the next round of music.</summary>
    private const string GiveBack = StoreClock.Now + """

        return redis.call('ZADD', KEYS[1], 'XX', 'CH', ms(now), ARGV[1])
        """;

    /// <param name="queue">The queue's name.</param>
    /// <param name="callSid">Who waits.</param>
    /// <param name="waited">Twilio's QueueTime: after a loss of the store all callers get their places back.</param>
    public Task JoinAsync(string queue, string callSid, TimeSpan waited) =>
        store.Database.ScriptEvaluateAsync(Join, [keys.Queue(queue)], [callSid, Milliseconds(waited), Milliseconds(CallStore.Keep)]);

    /// <returns>The CallSid of the next caller, who is nobody else's for the length of a <see cref="Lease"/>; null when nobody waits.</returns>
    public async Task<string?> TakeAsync(string queue) =>
        (string?)await store.Database.ScriptEvaluateAsync(Take, [keys.Queue(queue)], [Milliseconds(Lease)]) is { Length: > 0 } callSid ? callSid : null;

    /// <summary>An offer came to nothing before its lease ran out: the caller is free for the next agent at once, if they still wait.</summary>
    public Task GiveBackAsync(string queue, string callSid) => store.Database.ScriptEvaluateAsync(GiveBack, [keys.Queue(queue)], [callSid]);

    public Task RemoveAsync(string queue, string callSid) => store.Database.SortedSetRemoveAsync(keys.Queue(queue), callSid);

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}
