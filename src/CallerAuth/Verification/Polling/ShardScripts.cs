using CallerAuth.Store;

namespace CallerAuth.Verification.Polling;

/// <summary>
/// What the owner of a shard does in the store, one script for each step. Each but the taking writes only while the shard is the
/// writer's, so a process that was paused and wakes up after somebody took over changes nothing.
/// </summary>
internal static class ShardScripts
{
    private const string Now = StoreClock.Now;

    private const string Fence = """

        if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {} end
        """;

    /// <summary>
    /// KEYS owner, feed, schedule. ARGV us, whom we may take it from ('' for nobody), ms the name stays, ms after which an entry is waste.
    /// Returns its owner when that is somebody else; else who it was, now, and every verification with its due time.
    /// </summary>
    public const string Take = Now + """

        local owner = redis.call('GET', KEYS[1])
        if owner and owner ~= ARGV[1] and owner ~= ARGV[2] then return { owner } end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
        redis.call('DEL', KEYS[2])
        redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', ms(now - tonumber(ARGV[4])))
        return { owner or '', ms(now), redis.call('ZRANGE', KEYS[3], '0', '-1', 'WITHSCORES') }
        """;

    /// <summary>KEYS owner, feed. ARGV us, ms the name stays. Returns now and what is new, or nothing when the shard is not ours.</summary>
    public const string Look = Now + Fence + """

        redis.call('PEXPIRE', KEYS[1], ARGV[2])
        local news = redis.call('LRANGE', KEYS[2], '0', '-1')
        if #news > 0 then redis.call('DEL', KEYS[2]) end
        return { ms(now), news }
        """;

    /// <summary>KEYS owner, schedule, verification. ARGV us, id, delay, interval, step. Writes what a poll has changed for those that come. Returns one value, or nothing.</summary>
    public const string Change = Now + Fence + """

        if redis.call('EXISTS', KEYS[3]) == 0 then return { 'gone' } end
        redis.call('ZADD', KEYS[2], 'XX', ms(now + tonumber(ARGV[3])), ARGV[2])
        redis.call('HSET', KEYS[3], 'interval', ARGV[4], 'step', ARGV[5])
        return { 'changed' }
        """;

    /// <summary>
    /// KEYS owner, schedule, verification, person. ARGV us, id, sealed outcome, '1' when the order may still be open at the provider.
    /// Records the end, once, and leaves the verification in the schedule until whoever waits has been told. Returns one value, or nothing.
    /// </summary>
    public const string End = Now + Fence + """

        if redis.call('EXISTS', KEYS[3]) == 0 then
          redis.call('ZREM', KEYS[2], ARGV[2])
          return { 'gone' }
        end
        local outcome = redis.call('HGET', KEYS[3], 'outcome')
        if outcome then return { outcome == ARGV[3] and 'ended' or 'gone' } end
        redis.call('HSET', KEYS[3], 'outcome', ARGV[3])
        redis.call('ZADD', KEYS[2], 'XX', ms(now), ARGV[2])
        if redis.call('GET', KEYS[4]) == ARGV[2] then
          local open = tonumber(redis.call('HGET', KEYS[3], 'order_expires') or '0') - now
          if ARGV[4] == '1' and open > 0 then redis.call('PEXPIRE', KEYS[4], ms(open)) else redis.call('DEL', KEYS[4]) end
        end
        return { 'ended' }
        """;

    /// <summary>KEYS owner, verification. ARGV us. Notes that the end is in the audit trail, should it have to be told again by another.</summary>
    public const string Record = Fence + """

        if redis.call('EXISTS', KEYS[2]) == 1 then redis.call('HSET', KEYS[2], 'recorded', '1') end
        return { 'recorded' }
        """;

    /// <summary>KEYS owner, schedule, verification. ARGV us, id. Forgets a verification whose end has been told.</summary>
    public const string Forget = Fence + """

        redis.call('ZREM', KEYS[2], ARGV[2])
        redis.call('DEL', KEYS[3])
        return { 'forgotten' }
        """;

    /// <summary>KEYS owner, schedule. ARGV us, '1' for the last part, then delay and id of each verification. Hands the shard over with exact times.</summary>
    public const string HandOver = Now + Fence + """

        for i = 3, #ARGV, 2 do redis.call('ZADD', KEYS[2], 'XX', ms(now + tonumber(ARGV[i])), ARGV[i + 1]) end
        if ARGV[2] == '1' then redis.call('DEL', KEYS[1]) end
        return { 'handed over' }
        """;
}
