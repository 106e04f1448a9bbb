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
    /// KEYS owner. ARGV us, whom we may take it from ('' for nobody), ms the name stays. Returns its owner when that is somebody
    /// else; else who it was, and now. The feed is left for the first look: what others asked for while nobody owned the shard stands there.
    /// </summary>
    public const string Take = Now + """

        local owner = redis.call('GET', KEYS[1])
        if owner and owner ~= ARGV[1] and owner ~= ARGV[2] then return { owner } end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
        return { owner or '', ms(now) }
        """;

    /// <summary>KEYS owner, feed. ARGV us, ms the name stays. Returns now and what is new, or nothing when the shard is not ours.</summary>
    public const string Look = Now + Fence + """

        redis.call('PEXPIRE', KEYS[1], ARGV[2])
        local news = redis.call('LRANGE', KEYS[2], '0', '-1')
        if #news > 0 then redis.call('DEL', KEYS[2]) end
        return { ms(now), news }
        """;

    /// <summary>KEYS owner, running, changes. ARGV us, id, delay, interval, step. Writes what a poll has changed for those that come. Returns one value, or nothing.</summary>
    public const string Change = Now + Fence + """

        if redis.call('HEXISTS', KEYS[2], ARGV[2]) == 0 then return { 'gone' } end
        redis.call('HSET', KEYS[3], ARGV[2], ms(now + tonumber(ARGV[3])) .. ':' .. ARGV[4] .. ':' .. ARGV[5])
        redis.call('PEXPIRE', KEYS[3], ms(redis.call('PTTL', KEYS[2])))
        return { 'changed' }
        """;

    /// <summary>
    /// KEYS owner, running, ends, person. ARGV us, id, sealed outcome, '1' when the order may still be open at the provider, keep.
    /// Records the end, once, and leaves it there until whoever waits has been told. Returns one value, or nothing.
    /// </summary>
    public const string End = Now + VerificationScripts.FreePerson + Fence + """

        if redis.call('HEXISTS', KEYS[2], ARGV[2]) == 0 then return { 'gone' } end
        local outcome = redis.call('HGET', KEYS[3], ARGV[2])
        if outcome then return { string.sub(outcome, 2) == ARGV[3] and 'ended' or 'gone' } end
        redis.call('HSET', KEYS[3], ARGV[2], '-' .. ARGV[3])
        redis.call('PEXPIRE', KEYS[3], ms(redis.call('PTTL', KEYS[2])))
        free(KEYS[4], ARGV[2], ARGV[4], ARGV[5])
        return { 'ended' }
        """;

    /// <summary>KEYS owner, ends. ARGV us, id. Notes that the end is in the audit trail, should it have to be told again by another.</summary>
    public const string Record = Fence + """

        local outcome = redis.call('HGET', KEYS[2], ARGV[2])
        if outcome then redis.call('HSET', KEYS[2], ARGV[2], '+' .. string.sub(outcome, 2)) end
        return { 'recorded' }
        """;

    /// <summary>KEYS owner, running, changes, ends. ARGV us, id. Forgets a verification whose end has been told.</summary>
    public const string Forget = Fence + """

        redis.call('HDEL', KEYS[2], ARGV[2])
        redis.call('HDEL', KEYS[3], ARGV[2])
        redis.call('HDEL', KEYS[4], ARGV[2])
        return { 'forgotten' }
        """;

    /// <summary>
    /// KEYS owner, running, changes. ARGV us, '1' for the last part, then id, delay, interval and step of each verification. Hands the
    /// shard over with exact times.
    /// </summary>
    public const string HandOver = Now + Fence + """

        for i = 3, #ARGV, 4 do
          if redis.call('HEXISTS', KEYS[2], ARGV[i]) == 1 then
            redis.call('HSET', KEYS[3], ARGV[i], ms(now + tonumber(ARGV[i + 1])) .. ':' .. ARGV[i + 2] .. ':' .. ARGV[i + 3])
          end
        end
        local left = redis.call('PTTL', KEYS[2])
        if left > 0 then redis.call('PEXPIRE', KEYS[3], ms(left)) end
        if ARGV[2] == '1' then redis.call('DEL', KEYS[1]) end
        return { 'handed over' }
        """;
}
