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
    /// <summary>full(key, i) and count(key, i) read most and window (ms) of each limit from ARGV[i] on. Without a limit nothing is stored.</summary>
    public const string Windows = StoreClock.Now + """

        local function full(key, first)
          for i = first, #ARGV, 2 do
            local oldest = redis.call('LINDEX', key, ms(tonumber(ARGV[i]) - 1))
            if oldest and now - tonumber(oldest) < tonumber(ARGV[i + 1]) then return true end
          end
          return false
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

    /// <summary>KEYS starts. ARGV most and window (ms) of each limit. Returns the moment under which it was counted, or '' when a limit is reached.</summary>
    public const string Count = Windows + """

        if full(KEYS[1], 1) then return '' end
        return count(KEYS[1], 1)
        """;

    public static RedisValue[] Arguments(LimitsOptions.Limit limit) =>
        [.. limit.InForce.SelectMany(window => new RedisValue[] { window.Most, (long)window.Within.TotalMilliseconds })];
}
