using CallerAuth.Store;
using StackExchange.Redis;

namespace CallerAuth.Verification.Polling;

/// <summary>The roll of the instances that are alive, in the store.</summary>
internal sealed class InstanceRoll(StoreConnection store, Keys keys)
{
    private static readonly long KeptFor = (long)TimeSpan.FromHours(1).TotalMilliseconds;

    /// <returns>The store's clock and the last beat of each instance, ours among them; null when the others have given us up.</returns>
    public async Task<(long Now, IReadOnlyDictionary<string, InstanceBeat> Beats)?> BeatAsync(string name, long count, ulong shards, bool comingIn)
    {
        var answer = (RedisResult[])(await store.Database.ScriptEvaluateAsync(
            InstanceScripts.Beat, [keys.Instances], [name, InstanceBeat.Write(count, shards), comingIn ? "1" : "0", KeptFor]))!;
        if (answer.Length == 0)
            return null;
        var all = (RedisValue[])answer[1]!;
        var beats = Enumerable.Range(0, all.Length / 2).ToDictionary(i => (string)all[2 * i]!, i => InstanceBeat.Read((string)all[(2 * i) + 1]!), StringComparer.Ordinal);
        return ((long)answer[0], beats);
    }

    public Task GiveUpAsync(string name, InstanceBeat last) =>
        store.Database.ScriptEvaluateAsync(InstanceScripts.GiveUp, [keys.Instances], [name, last.Text]);

    public Task LeaveAsync(string name) => store.Database.HashDeleteAsync(keys.Instances, name);
}
