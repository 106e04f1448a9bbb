using CallerAuth.Store;

namespace CallerAuth.Verification;

/// <summary>
/// What a start, a cancel and the limits do in the store, one script for each step. All keys of a script lie in one slot and are
/// declared, as Redis Cluster and the embedded server ask. Numbers are written with %.0f: Lua 5.4 would write 10.0.
/// </summary>
internal static class VerificationScripts
{
    private const string Now = StoreClock.Now;

    /// <summary>
    /// KEYS running, person, owner, feed. ARGV id, sealed record, interval, wait (ours), expires_in (the provider's), keep, and the instance
    /// that asks; all times in ms. Returns 1 when that instance owns the shard and so need not be told by the feed, else 0.
    /// </summary>
    public const string Begin = Now + """

        redis.call('HSET', KEYS[1], ARGV[1], ms(now) .. ':' .. ARGV[3] .. ':' .. ARGV[4] .. ':' .. ARGV[2])
        local ttl = tonumber(ARGV[4]) + tonumber(ARGV[6])
        if redis.call('PTTL', KEYS[1]) < ttl then redis.call('PEXPIRE', KEYS[1], ms(ttl)) end
        redis.call('SET', KEYS[2], ARGV[1], 'PX', ms(tonumber(ARGV[5]) + tonumber(ARGV[6])))
        if redis.call('GET', KEYS[3]) == ARGV[7] then return 1 end
        redis.call('RPUSH', KEYS[4], 'begun:' .. ARGV[1])
        if redis.call('PTTL', KEYS[4]) < ttl then redis.call('PEXPIRE', KEYS[4], ms(ttl)) end
        return 0
        """;

    /// <summary>
    /// Gives the person of a verification free. The name outlives the order at the provider by what records are kept for; where a second
    /// order would disturb one that may still be open, it stays until that has lapsed.
    /// </summary>
    public const string FreePerson = """

        local function free(person, id, stays, keep)
          if redis.call('GET', person) ~= id then return end
          local open = redis.call('PTTL', person) - tonumber(keep)
          if stays == '1' and open > 0 then redis.call('PEXPIRE', person, ms(open)) else redis.call('DEL', person) end
        end
        """;

    /// <summary>
    /// KEYS running, changes, ends, person, owner, feed. ARGV id, '1' when the order may still be open at the provider and a second one
    /// would disturb it, keep (ms), and the instance that asks. Ends a verification that nobody waits for. Returns 0 when it had ended by
    /// itself: then it is left to be recorded and told; 1 when this instance owns the shard, 2 when its owner is to be told.
    /// </summary>
    public const string Cancel = Now + FreePerson + """

        if redis.call('HEXISTS', KEYS[3], ARGV[1]) == 1 then return 0 end
        local ended = redis.call('HDEL', KEYS[1], ARGV[1])
        redis.call('HDEL', KEYS[2], ARGV[1])
        free(KEYS[4], ARGV[1], ARGV[2], ARGV[3])
        if ended == 0 or redis.call('GET', KEYS[5]) == ARGV[4] then return ended end
        redis.call('RPUSH', KEYS[6], 'cancelled:' .. ARGV[1])
        redis.call('PEXPIRE', KEYS[6], '900000')
        return 2
        """;

    /// <summary>
    /// KEYS running, owner, feed. ARGV id and the instance that asks. Has a verification polled now, if it runs. Returns 0 when it does not;
    /// 1 when this instance owns the shard, 2 when its owner is to be told.
    /// </summary>
    public const string Hasten = """
        if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return 0 end
        if redis.call('GET', KEYS[2]) == ARGV[2] then return 1 end
        redis.call('RPUSH', KEYS[3], 'notified:' .. ARGV[1])
        redis.call('PEXPIRE', KEYS[3], '900000')
        return 2
        """;

    /// <summary>
    /// KEYS person, the person's starts. ARGV id, at most ms, and most and window (ms) of each limit. Takes the person and counts, in one
    /// step. Returns 'running', 'limited:' and the ms until it is not, or the moment under which it was counted.
    /// </summary>
    public const string Reserve = LimitScripts.Windows + """

        if redis.call('EXISTS', KEYS[1]) == 1 then return 'running' end
        local full = wait(KEYS[2], 3)
        if full > 0 then return 'limited:' .. ms(full) end
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
