using System.Globalization;
using CallerAuth.Ciba;
using CallerAuth.Store;
using StackExchange.Redis;

namespace CallerAuth.Verification;

/// <summary>
/// When which verification wants attention, and whose it is meanwhile. Every instance claims what is due by the store's clock;
/// a claim is a lease, so what an instance takes to its grave another finds when the lease is over.
/// </summary>
internal sealed class PollSchedule(StoreConnection store, Keys keys, Sealer sealer)
{
    /// <summary>Longer than a claim may be left alone; renewed while a provider thinks.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(8);

    private static readonly RedisValue[] Fields = ["record", "interval", "expires", "step", "failures", "outcome", "recorded"];

    public async Task<ClaimedBatch> ClaimAsync(int shard, int most)
    {
        var answer = (RedisValue[])(await store.Database.ScriptEvaluateAsync(
            VerificationScripts.Claim, [keys.Schedule(shard)], [Milliseconds(Lease), most]))!;
        var now = (long)answer[0];
        TimeSpan? untilNext = answer[1].IsNullOrEmpty ? null : TimeSpan.FromMilliseconds(Math.Max(0, (long)answer[1] - now));
        var lease = double.Parse((string)answer[2]!, CultureInfo.InvariantCulture);
        var ids = answer[3..].Select(id => (string)id!).ToArray();
        return new ClaimedBatch(ids, lease, now, untilNext);
    }

    /// <returns>Null when the record is gone: it expired, or the person hung up.</returns>
    public async Task<StoredVerification?> LoadAsync(VerificationId id, double lease, long now)
    {
        var values = await store.Database.HashGetAsync(keys.Verification(id.Shard, id.Value), Fields);
        if ((byte[]?)values[0] is not { } box)
            return null;
        var record = sealer.Open(box, VerificationJson.Default.VerificationRecord, id.Value);
        var outcome = (byte[]?)values[5] is { } sealedOutcome ? sealer.Open(sealedOutcome, VerificationJson.Default.StoredOutcome, id.Value).ToOutcome() : null;
        return new StoredVerification(
            id, record, lease, now, (long)values[2], TimeSpan.FromMilliseconds((long)values[1]), (PendingStep)(int)values[3], (int)values[4], outcome, !values[6].IsNull);
    }

    /// <returns>The end of the new lease, or null when the old one was lost: then somebody else has the verification.</returns>
    public async Task<double?> RenewAsync(StoredVerification claimed, TimeSpan atLeast) =>
        LeaseFrom(await store.Database.ScriptEvaluateAsync(
            VerificationScripts.Renew,
            [keys.Schedule(claimed.Id.Shard)],
            [claimed.Id.Value, Exact(claimed.Lease), Milliseconds(atLeast > Lease ? atLeast : Lease)]));

    public Task PollAgainAsync(StoredVerification claimed, TimeSpan delay, TimeSpan interval, PendingStep step, int failures) =>
        store.Database.ScriptEvaluateAsync(
            VerificationScripts.PollAgain,
            KeysOf(claimed)[..2],
            [claimed.Id.Value, Exact(claimed.Lease), Milliseconds(delay), Milliseconds(interval), (int)step, failures]);

    /// <returns>The end of the lease under which the end is now to be told, or null when somebody else has the verification.</returns>
    public async Task<double?> EndAsync(StoredVerification claimed, VerificationOutcome outcome, bool orderStaysOpen)
    {
        var box = sealer.Seal(StoredOutcome.From(outcome), VerificationJson.Default.StoredOutcome, claimed.Id.Value);
        return LeaseFrom(await store.Database.ScriptEvaluateAsync(
            VerificationScripts.End,
            KeysOf(claimed),
            [claimed.Id.Value, Exact(claimed.Lease), box, Milliseconds(Lease), orderStaysOpen ? "1" : "0"]));
    }

    /// <summary>The end is in the audit trail and need not be written again.</summary>
    public Task RecordedAsync(VerificationId id, double lease) =>
        store.Database.ScriptEvaluateAsync(
            VerificationScripts.Record, [keys.Schedule(id.Shard), keys.Verification(id.Shard, id.Value)], [id.Value, Exact(lease)]);

    public Task ForgetAsync(VerificationId id, double lease) =>
        store.Database.ScriptEvaluateAsync(
            VerificationScripts.Forget, [keys.Schedule(id.Shard), keys.Verification(id.Shard, id.Value)], [id.Value, Exact(lease)]);

    private RedisKey[] KeysOf(StoredVerification claimed) =>
    [
        keys.Schedule(claimed.Id.Shard),
        keys.Verification(claimed.Id.Shard, claimed.Id.Value),
        keys.Person(claimed.Id.Shard, claimed.Record.NationalIdHash),
    ];

    private static double? LeaseFrom(RedisResult answer) =>
        double.TryParse((string?)answer, CultureInfo.InvariantCulture, out var lease) ? lease : null;

    private static string Exact(double lease) => lease.ToString("F0", CultureInfo.InvariantCulture);

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}
