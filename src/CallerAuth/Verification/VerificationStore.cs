using CallerAuth.Ciba;
using CallerAuth.Identity;
using CallerAuth.Store;
using StackExchange.Redis;

namespace CallerAuth.Verification;

/// <summary>Running verifications in the store: reserved for a person, begun, cancelled. The schedule moves them on from there.</summary>
internal sealed class VerificationStore(StoreConnection store, Keys keys, Sealer sealer)
{
    /// <summary>Records outlive their expiry by this much, so that an end can still be told when the service was away.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromMinutes(5);

    /// <summary>Takes the person for this verification. One running verification per person, across calls and instances.</summary>
    /// <returns>False when another one runs.</returns>
    public Task<bool> ReserveAsync(VerificationId id, NationalIdHash person, TimeSpan atMost) =>
        store.Database.StringSetAsync(keys.Person(id.Shard, person.Value), id.Value, atMost, When.NotExists);

    /// <summary>Gives the person free after a start that came to nothing.</summary>
    public Task ReleaseAsync(VerificationId id, NationalIdHash person) =>
        store.Database.ScriptEvaluateAsync(VerificationScripts.Release, [keys.Person(id.Shard, person.Value)], [id.Value]);

    /// <summary>Writes the verification and schedules its first poll, in one step.</summary>
    public Task BeginAsync(VerificationId id, VerificationRecord record, StartResult.Started started, TimeSpan wait)
    {
        RedisKey[] keysOfId = [keys.Schedule(id.Shard), keys.Verification(id.Shard, id.Value), keys.Person(id.Shard, record.NationalIdHash)];
        RedisValue[] values =
        [
            id.Value,
            sealer.Seal(record, VerificationJson.Default.VerificationRecord, id.Value),
            Milliseconds(started.Interval),
            Milliseconds(wait),
            Milliseconds(started.ExpiresIn),
            Milliseconds(Keep),
        ];
        return store.Database.ScriptEvaluateAsync(VerificationScripts.Begin, keysOfId, values);
    }

    /// <returns>Null when there is no such verification (any more).</returns>
    public async Task<VerificationRecord?> FindAsync(VerificationId id)
    {
        var box = (byte[]?)await store.Database.HashGetAsync(keys.Verification(id.Shard, id.Value), "record");
        return box is null ? null : sealer.Open(box, VerificationJson.Default.VerificationRecord, id.Value);
    }

    public Task CancelAsync(VerificationId id, string person, bool orderStaysOpen) =>
        store.Database.ScriptEvaluateAsync(
            VerificationScripts.Cancel,
            [keys.Schedule(id.Shard), keys.Verification(id.Shard, id.Value), keys.Person(id.Shard, person)],
            [id.Value, orderStaysOpen ? "1" : "0"]);

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}
