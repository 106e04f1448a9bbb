using CallerAuth.Calls;
using CallerAuth.Store;
using StackExchange.Redis;

namespace CallerAuth.Agents.Board;

/// <summary>Which calls live, on all instances, and when each changed last. Holds no more of a call than its CallSid.</summary>
internal sealed class LiveIndex(StoreConnection store, Keys keys)
{
    /// <summary>More at once are not shown on a page anyway; then those that changed last are.</summary>
    public int Most { get; init; } = 5000;

    /// <summary>KEYS index. ARGV CallSid, time to live in ms, XX where it is there already or over. Returns 1. Calls of which nobody heard for that long are dropped.</summary>
    private const string Add = StoreClock.Now + """

        redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ms(now - tonumber(ARGV[2])))
        if ARGV[3] == 'XX' then redis.call('ZADD', KEYS[1], 'XX', ms(now), ARGV[1]) else redis.call('ZADD', KEYS[1], ms(now), ARGV[1]) end
        redis.call('PEXPIRE', KEYS[1], ARGV[2])
        return 1
        """;

    /// <summary>KEYS index. ARGV rank of the last one wanted. Returns CallSid, time of the last change, and so on, the newest first.</summary>
    private const string Read = """
        return redis.call('ZRANGE', KEYS[1], '0', ARGV[1], 'REV', 'WITHSCORES')
        """;

    /// <summary>Notes the change and tells the instances that have an agent's page open.</summary>
    public Task TouchAsync(string callSid) => TouchAsync(callSid, "");

    /// <summary>The same for what changes beside the call and may come after its end.</summary>
    public Task TouchKnownAsync(string callSid) => TouchAsync(callSid, "XX");

    public async Task EndAsync(string callSid)
    {
        await RemoveAsync([callSid]);
        await TellAsync(callSid);
    }

    public Task RemoveAsync(IEnumerable<string> callSids) =>
        store.Database.SortedSetRemoveAsync(keys.LiveCalls, [.. callSids.Select(callSid => (RedisValue)callSid)]);

    /// <returns>The time of the last change of each call, by its CallSid; with <see cref="Most"/> of them there may be more.</returns>
    public async Task<IReadOnlyDictionary<string, string>> ReadAsync(CancellationToken cancellationToken)
    {
        var entries = (RedisResult[]?)await store.Database.ScriptEvaluateAsync(Read, [keys.LiveCalls], [Most - 1]).WaitAsync(cancellationToken) ?? [];
        return entries.Chunk(2).ToDictionary(pair => (string)pair[0]!, pair => (string)pair[1]!, StringComparer.Ordinal);
    }

    /// <summary>Calls <paramref name="heard"/> with the CallSid of each change on any instance, until <see cref="CloseAsync"/>.</summary>
    public Task OpenAsync(Action<string> heard) => store.Database.Multiplexer.GetSubscriber()
        .SubscribeAsync(RedisChannel.Literal(keys.CallChanges), (_, callSid) => heard((string?)callSid ?? ""), CommandFlags.FireAndForget);

    private async Task TouchAsync(string callSid, string only)
    {
        await store.Database.ScriptEvaluateAsync(Add, [keys.LiveCalls], [callSid, (long)CallStore.Keep.TotalMilliseconds, only]);
        await TellAsync(callSid);
    }

    private Task TellAsync(string callSid) => store.Database.PublishAsync(RedisChannel.Literal(keys.CallChanges), callSid);

    public Task CloseAsync() => store.Database.Multiplexer.GetSubscriber().UnsubscribeAsync(RedisChannel.Literal(keys.CallChanges), null, CommandFlags.FireAndForget);
}
