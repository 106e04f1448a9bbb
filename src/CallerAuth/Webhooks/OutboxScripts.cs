using CallerAuth.Store;

namespace CallerAuth.Webhooks;

/// <summary>What the outbox does in the store, one script for each step. All keys of a target lie in one slot.</summary>
internal static class OutboxScripts
{
    private const string Now = StoreClock.Now;

    // A lease is the message's due time: whoever claims it next writes another.
    private const string Fence = """

        if tonumber(redis.call('ZSCORE', KEYS[1], ARGV[1]) or '-1') ~= tonumber(ARGV[2]) then return 0 end
        """;

    /// <summary>KEYS due, message. ARGV id, box, most, ms it is kept. Returns 1 when it was taken in, 0 when it was before, -1 when too many wait.</summary>
    public const string Post = Now + """

        if redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
        if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[3]) then return -1 end
        redis.call('HSET', KEYS[2], 'box', ARGV[2], 'tries', '0')
        redis.call('PEXPIRE', KEYS[2], ARGV[4])
        redis.call('ZADD', KEYS[1], ms(now), ARGV[1])
        redis.call('PEXPIRE', KEYS[1], ARGV[4])
        return 1
        """;

    /// <summary>KEYS due. ARGV most, ms of the lease. Returns the lease's end, ms until the next one is due ('' for none), and the ids that are now ours.</summary>
    public const string Claim = Now + """

        local lease = ms(now + tonumber(ARGV[2]))
        local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ms(now), 'LIMIT', '0', ARGV[1])
        if #ids > 0 then
          local moved = {}
          for i = 1, #ids do
            moved[2 * i - 1] = lease
            moved[2 * i] = ids[i]
          end
          redis.call('ZADD', KEYS[1], 'XX', unpack(moved))
        end
        local first = redis.call('ZRANGE', KEYS[1], '0', '0', 'WITHSCORES')
        local wait = ''
        if first[2] then wait = ms(math.max(0, tonumber(first[2]) - now)) end
        return { lease, wait, ids }
        """;

    /// <summary>KEYS due, message. ARGV id, lease, tries, ms until the next try. Returns 1, or 0 when it is not ours any more.</summary>
    public const string Again = Now + Fence + """

        if redis.call('EXISTS', KEYS[2]) == 0 then
          redis.call('ZREM', KEYS[1], ARGV[1])
          return 0
        end
        redis.call('HSET', KEYS[2], 'tries', ARGV[3])
        redis.call('ZADD', KEYS[1], 'XX', ms(now + tonumber(ARGV[4])), ARGV[1])
        return 1
        """;

    /// <summary>KEYS due, message. ARGV id, lease, ms its name is remembered. Forgets what was to be said and remembers that it was. Returns 1, or 0 when it is not ours any more.</summary>
    public const string Done = Fence + """

        redis.call('ZREM', KEYS[1], ARGV[1])
        redis.call('HDEL', KEYS[2], 'box')
        redis.call('HSET', KEYS[2], 'done', '1')
        redis.call('PEXPIRE', KEYS[2], ARGV[3])
        return 1
        """;
}
