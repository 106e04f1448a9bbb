namespace CallerAuth.Store;

/// <summary>
/// The store's own clock as the first lines of a script, so instances need not agree on the time: <c>now</c> in milliseconds, and
/// <c>ms(x)</c> that writes a number as the store's commands take it. Lua 5.4 would write 10.0.
/// </summary>
internal static class StoreClock
{
    public const string Now = """
        local t = redis.call('TIME')
        local now = tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000)
        local function ms(x) return string.format('%.0f', x) end
        """;
}
