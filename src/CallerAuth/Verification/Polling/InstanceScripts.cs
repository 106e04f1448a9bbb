using CallerAuth.Store;

namespace CallerAuth.Verification.Polling;

/// <summary>What instances do in the store to know of each other. A beat only has to differ from the one before: who is alive is judged by each observer's own clock.</summary>
internal static class InstanceScripts
{
    /// <summary>
    /// KEYS instances. ARGV name, beat, '1' to come in, ms the whole stays. Returns now and the beats of all; nothing when we were
    /// given up by the others and so must come in again under another name.
    /// </summary>
    public const string Beat = StoreClock.Now + """

        if ARGV[3] ~= '1' and redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return {} end
        redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ':' .. ms(now))
        redis.call('PEXPIRE', KEYS[1], ARGV[4])
        return { ms(now), redis.call('HGETALL', KEYS[1]) }
        """;

    /// <summary>KEYS instances. ARGV name, the beat that was its last. Gives up an instance, unless it has been heard of since. Returns 1 or 0.</summary>
    public const string GiveUp = """
        if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
        return redis.call('HDEL', KEYS[1], ARGV[1])
        """;
}
