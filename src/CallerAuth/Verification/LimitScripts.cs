using CallerAuth.Store;
using StackExchange.Redis;

namespace CallerAuth.Verification;

/// <summary>
/// How starts are counted: a list of their moments by the store's clock, newest first, no longer than the largest limit. A window is
/// full when the start that is as many places back as the limit allows is younger than the window. So windows slide: a limit holds
/// over any stretch of time, where fixed windows let twice as many through at their border, and one short list serves all windows.
/// </summary>
internal static class LimitScripts
{
    /// <summary>wait(key, i) and count(key, i) read most and window (ms) of each limit from ARGV[i] on. Without a limit nothing is stored.</summary>
    public const string Windows = StoreClock.Now + """

        local function wait(key, first)
          local longest = 0
          for i = first, #ARGV, 2 do
            local oldest = redis.call('LINDEX', key, ms(tonumber(ARGV[i]) - 1))
            if oldest then longest = math.max(longest, tonumber(oldest) + tonumber(ARGV[i + 1]) - now) end
          end
          return longest
        end
        local function count(key, first)
          local most, longest = 0, 0
          for i = first, #ARGV, 2 do
            most = math.max(most, tonumber(ARGV[i]))
            longest = math.max(longest, tonumber(ARGV[i + 1]))
          end
          if most > 0 then
            redis.call('LPUSH', key, ms(now))
            redis.call('LTRIM', key, '0', ms(most - 1))
            redis.call('PEXPIRE', key, ms(longest))
          end
          return ms(now)
        end
        """;

    /// <summary>KEYS starts. ARGV most and window (ms) of each limit. Returns the moment under which it was counted; or, when a limit is reached, '-' and the ms until it is not.</summary>
    public const string Count = Windows + """

        local full = wait(KEYS[1], 1)
        if full > 0 then return '-' .. ms(full) end
        return count(KEYS[1], 1)
        """;

    public static RedisValue[] Arguments(LimitsOptions.Limit limit) =>
        [.. limit.InForce.SelectMany(window => new RedisValue[] { window.Most, (long)window.Within.TotalMilliseconds })];
}
