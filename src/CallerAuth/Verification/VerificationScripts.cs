using CallerAuth.Store;

namespace CallerAuth.Verification;

/// <summary>
/// The store's part of a verification's life, one script for each transition. All keys of a script lie in one slot and are
/// declared, as Redis Cluster and the embedded server ask. Numbers are written with %.0f: Lua 5.4 would write 10.0.
/// Due times and leases are scores of the schedule in milliseconds of the store's own clock, so instances need not agree on the time.
/// </summary>
internal static class VerificationScripts
{
    private const string Now = StoreClock.Now;

    // A write counts only while the claim is ours: the score is the end of the lease that the claim was given.
    private const string Fence = """

        if tonumber(redis.call('ZSCORE', KEYS[1], ARGV[1]) or '-1') ~= tonumber(ARGV[2]) then return '' end
        """;

    /// <summary>
    /// KEYS schedule, verification, person. ARGV id, sealed record, interval, wait (ours), expires_in (the provider's), keep; all ms.
    /// Returns 1. First poll one interval from now (CIBA Core 10.1).
    /// </summary>
    public const string Begin = Now + """

        redis.call('HSET', KEYS[2], 'record', ARGV[2], 'interval', ARGV[3], 'expires', ms(now + tonumber(ARGV[4])),
          'order_expires', ms(now + tonumber(ARGV[5])), 'step', '0', 'failures', '0')
        redis.call('PEXPIRE', KEYS[2], ms(tonumber(ARGV[4]) + tonumber(ARGV[6])))
        redis.call('ZADD', KEYS[1], ms(now + math.min(tonumber(ARGV[3]), tonumber(ARGV[4]))), ARGV[1])
        redis.call('PEXPIRE', KEYS[1], ms(tonumber(ARGV[4]) + tonumber(ARGV[6])))
        redis.call('SET', KEYS[3], ARGV[1], 'PX', ms(tonumber(ARGV[5]) + tonumber(ARGV[6])))
        return 1
        """;

    /// <summary>
    /// KEYS schedule. ARGV lease ms, most. Returns now, the next due time ('' when nothing is scheduled), the end of the lease,
    /// and the ids that are ours until then.
    /// </summary>
    public const string Claim = Now + """

        local lease = ms(now + tonumber(ARGV[1]))
        local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ms(now), 'LIMIT', '0', ARGV[2])
        local claimed = {}
        for i, id in ipairs(ids) do claimed[2 * i - 1] = lease; claimed[2 * i] = id end
        if #claimed > 0 then redis.call('ZADD', KEYS[1], 'XX', (unpack or table.unpack)(claimed)) end
        local first = redis.call('ZRANGE', KEYS[1], '0', '0', 'WITHSCORES')
        local answer = { ms(now), '', lease }
        if first[2] then answer[2] = ms(tonumber(first[2])) end
        for i, id in ipairs(ids) do answer[3 + i] = id end
        return answer
        """;

    /// <summary>KEYS schedule. ARGV id, lease, lease ms. Returns the new end of the lease, or '' when it was ours no more.</summary>
    public const string Renew = Now + Fence + """

        local lease = ms(now + tonumber(ARGV[3]))
        redis.call('ZADD', KEYS[1], 'XX', lease, ARGV[1])
        return lease
        """;

    /// <summary>
    /// KEYS schedule, verification. ARGV id, lease, delay, interval, step, failures. Returns 1, or '' when the lease was lost.
    /// The next look is at the expiry at the latest, so that it is noticed on time.
    /// </summary>
    public const string PollAgain = Now + Fence + """

        local expires = redis.call('HGET', KEYS[2], 'expires')
        if not expires then redis.call('ZREM', KEYS[1], ARGV[1]) return '' end
        redis.call('ZADD', KEYS[1], 'XX', ms(math.min(now + tonumber(ARGV[3]), tonumber(expires))), ARGV[1])
        redis.call('HSET', KEYS[2], 'interval', ARGV[4], 'step', ARGV[5], 'failures', ARGV[6])
        return 1
        """;

    /// <summary>
    /// KEYS schedule, verification, person. ARGV id, lease, sealed outcome, retell ms, '1' when the order may still be open at the provider.
    /// Records the end and leaves the verification in the schedule until whoever waits has been told.
    /// Returns the end of the new lease, or '' when the old one was lost.
    /// </summary>
    public const string End = Now + Fence + """

        redis.call('HSET', KEYS[2], 'outcome', ARGV[3])
        if redis.call('GET', KEYS[3]) == ARGV[1] then
          local open = tonumber(redis.call('HGET', KEYS[2], 'order_expires') or '0') - now
          if ARGV[5] == '1' and open > 0 then redis.call('PEXPIRE', KEYS[3], ms(open)) else redis.call('DEL', KEYS[3]) end
        end
        local lease = ms(now + tonumber(ARGV[4]))
        redis.call('ZADD', KEYS[1], 'XX', lease, ARGV[1])
        return lease
        """;

    /// <summary>KEYS schedule, verification. ARGV id, lease. Forgets a verification whose end has been told. Returns 1 or ''.</summary>
    public const string Forget = Now + Fence + """

        redis.call('ZREM', KEYS[1], ARGV[1])
        redis.call('DEL', KEYS[2])
        return 1
        """;

    /// <summary>
    /// KEYS schedule, verification. ARGV id, lease. Notes that the end is in the audit trail, so that it is not written again when it is told again.
    /// Returns 1, or '' when the lease was lost.
    /// </summary>
    public const string Record = Now + Fence + """

        if redis.call('EXISTS', KEYS[2]) == 1 then redis.call('HSET', KEYS[2], 'recorded', '1') end
        return 1
        """;

    /// <summary>
    /// KEYS schedule, verification, person. ARGV id, '1' when the order may still be open at the provider and a second one would
    /// disturb it. Ends a verification that nobody waits for; whoever holds its lease will notice. Returns 1, or 0 when it had ended
    /// by itself: then it is left to be recorded and told.
    /// </summary>
    public const string Cancel = Now + """

        if redis.call('HEXISTS', KEYS[2], 'outcome') == 1 then return 0 end
        local open = tonumber(redis.call('HGET', KEYS[2], 'order_expires') or '0') - now
        redis.call('ZREM', KEYS[1], ARGV[1])
        local ended = redis.call('DEL', KEYS[2])
        if redis.call('GET', KEYS[3]) == ARGV[1] then
          if ARGV[2] == '1' and open > 0 then redis.call('PEXPIRE', KEYS[3], ms(open)) else redis.call('DEL', KEYS[3]) end
        end
        return ended
        """;

    /// <summary>
    /// KEYS person, the person's starts. ARGV id, at most ms, and most and window (ms) of each limit. Takes the person and counts, in one
    /// step. Returns 'running', 'limited', or the moment under which it was counted.
    /// </summary>
    public const string Reserve = LimitScripts.Windows + """

        if redis.call('EXISTS', KEYS[1]) == 1 then return 'running' end
        if full(KEYS[2], 3) then return 'limited' end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
        return count(KEYS[2], 3)
        """;

    /// <summary>
    /// KEYS person, the person's starts. ARGV id, and the moment under which the start was counted, or '' when it stays counted.
    /// Gives the person free after a start that came to nothing. Returns 1 or 0.
    /// </summary>
    public const string Release = """
        if ARGV[2] ~= '' then redis.call('LREM', KEYS[2], '1', ARGV[2]) end
        if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
        return 0
        """;
}
