using CallerAuth.Ciba;
using CallerAuth.Identity;
using CallerAuth.Store;
using StackExchange.Redis;

namespace CallerAuth.Verification.Polling;

/// <summary>A shard in the store, as its owner reads and writes it.</summary>
internal sealed partial class ShardLedger(StoreConnection store, Keys keys, Sealer sealer, EIdCatalogue eids, PollClock clock, PollMeter meter, ILogger<ShardLedger> logger)
{
    private const int HandedOverAtOnce = 500;

    private const int ReadAtOnce = 500;

    /// <summary>An owner's name outlives many looks, and is gone one day when nobody looks any more.</summary>
    private static readonly long NameKeptFor = (long)TimeSpan.FromMinutes(10).TotalMilliseconds;

    private static readonly double Sane = TimeSpan.FromDays(1).TotalMilliseconds;

    /// <summary>Makes a shard ours, if it is free or its owner is the one that is gone.</summary>
    public async Task<TakenShard> TakeAsync(string us, int shard, string? gone)
    {
        var answer = (RedisResult[])(await store.Database.ScriptEvaluateAsync(
            ShardScripts.Take, [keys.Owner(shard)], [us, gone ?? "", NameKeptFor]))!;
        return new TakenShard((string)answer[0]!, answer.Length == 1 ? null : (long)answer[1]);
    }

    /// <returns>What others did in the shard since we last looked; null when it is not ours any more.</returns>
    public async Task<ShardNews?> LookAsync(string us, int shard)
    {
        var answer = (RedisResult[])(await store.Database.ScriptEvaluateAsync(ShardScripts.Look, [keys.Owner(shard), keys.Feed(shard)], [us, NameKeptFor]))!;
        return answer.Length == 0 ? null : ShardNews.Read((long)answer[0], (RedisValue[])answer[1]!);
    }

    /// <summary>All that runs in a shard that is ours; what begins meanwhile may be among it.</summary>
    /// <param name="now">The store's clock.</param>
    /// <param name="isKnown">What need not be read.</param>
    public async IAsyncEnumerable<FoundVerification> AllInAsync(string us, int shard, long now, Predicate<VerificationId> isKnown)
    {
        var changes = (await store.Database.HashGetAllAsync(keys.Changes(shard))).ToDictionary();
        var ends = (await store.Database.HashGetAllAsync(keys.Ends(shard))).ToDictionary();
        await foreach (var entry in store.Database.HashScanAsync(keys.Running(shard), pageSize: ReadAtOnce))
        {
            if (!VerificationId.TryParse(entry.Name, out var id) || isKnown(id))
                continue;
            if (await ReadAsync(us, id, entry.Value, changes.GetValueOrDefault(entry.Name), ends.GetValueOrDefault(entry.Name), now) is { } found)
                yield return found;
        }
    }

    /// <summary>Those of the verifications that others have just begun in a shard that is ours, and that still run.</summary>
    public async IAsyncEnumerable<FoundVerification> BegunAsync(string us, int shard, IReadOnlyList<VerificationId> ids, long now)
    {
        foreach (var part in ids.Chunk(ReadAtOnce))
        {
            var stored = await store.Database.HashGetAsync(keys.Running(shard), [.. part.Select(id => (RedisValue)id.Value)]);
            foreach (var (id, entry) in part.Zip(stored).Where(one => !one.Second.IsNull))
            {
                if (await ReadAsync(us, id, entry, RedisValue.Null, RedisValue.Null, now) is { } found)
                    yield return found;
            }
        }
    }

    public VerificationRecord Open(PendingPoll poll) => VerificationRecord.Open(sealer, poll.Box, poll.Id);

    public Task<LedgerAnswer> ChangeAsync(string us, PendingPoll poll, TimeSpan delay) =>
        WriteAsync(
            ShardScripts.Change,
            [keys.Owner(poll.Id.Shard), keys.Running(poll.Id.Shard), keys.Changes(poll.Id.Shard)],
            [us, poll.Id.Value, Milliseconds(delay), Milliseconds(poll.Interval), (int)poll.Step]);

    public Task<LedgerAnswer> EndAsync(string us, PendingPoll poll, string nationalIdHash, VerificationOutcome outcome, bool orderStaysOpen)
    {
        poll.SealedOutcome ??= sealer.Seal(StoredOutcome.From(outcome), VerificationJson.Default.StoredOutcome, poll.Id.Value);
        return WriteAsync(
            ShardScripts.End,
            [keys.Owner(poll.Id.Shard), keys.Running(poll.Id.Shard), keys.Ends(poll.Id.Shard), keys.Person(poll.Id.Shard, nationalIdHash)],
            [us, poll.Id.Value, poll.SealedOutcome, orderStaysOpen ? "1" : "0", Milliseconds(VerificationStore.Keep)]);
    }

    public Task<LedgerAnswer> RecordedAsync(string us, VerificationId id) =>
        WriteAsync(ShardScripts.Record, [keys.Owner(id.Shard), keys.Ends(id.Shard)], [us, id.Value]);

    public Task<LedgerAnswer> ForgetAsync(string us, VerificationId id) =>
        WriteAsync(ShardScripts.Forget, [keys.Owner(id.Shard), keys.Running(id.Shard), keys.Changes(id.Shard), keys.Ends(id.Shard)], [us, id.Value]);

    /// <summary>Writes when each verification is due, and what polls have changed of it, and gives the shard free.</summary>
    public async Task<LedgerAnswer> HandOverAsync(string us, int shard, IReadOnlyList<FoundVerification> due)
    {
        for (var done = 0; ; done += HandedOverAtOnce)
        {
            var part = due.Skip(done).Take(HandedOverAtOnce).SelectMany(one =>
                new RedisValue[] { one.Poll.Id.Value, Milliseconds(one.Delay), Milliseconds(one.Poll.Interval), (int)one.Poll.Step });
            var isLast = done + HandedOverAtOnce >= due.Count;
            var answer = await WriteAsync(
                ShardScripts.HandOver, [keys.Owner(shard), keys.Running(shard), keys.Changes(shard)], [us, isLast ? "1" : "0", .. part]);
            if (isLast || answer != LedgerAnswer.Written)
                return answer;
        }
    }

    private async Task<LedgerAnswer> WriteAsync(string script, RedisKey[] scriptKeys, RedisValue[] values)
    {
        var answer = (RedisResult[])(await store.Database.ScriptEvaluateAsync(script, scriptKeys, values))!;
        return answer.Length == 0 ? LedgerAnswer.NotOurs : (string?)answer[0] == "gone" ? LedgerAnswer.Gone : LedgerAnswer.Written;
    }

    /// <returns>Null when it cannot be read; what is wrong with it is logged, and never stops the others.</returns>
    private async Task<FoundVerification?> ReadAsync(string us, VerificationId id, RedisValue stored, RedisValue change, RedisValue end, long now)
    {
        long? ends = null;
        try
        {
            var entry = RunningEntry.Read((byte[])stored!);
            ends = entry.Ends;
            var changed = ChangeEntry.Read(change);
            return new FoundVerification(Read(id, entry, changed, (byte[]?)end, now), DelayUntil(changed?.Due ?? entry.FirstDue, now));
        }
#pragma warning disable CA1031 // Whatever one record holds must not keep the others from being polled.
        catch (Exception e)
        {
            meter.Unreadable();
            Unreadable(e, id);
        }
#pragma warning restore CA1031
        // Somebody with another key may be able to read it, until nobody waits for it any more.
        if (ends is not { } over || now > over + Milliseconds(VerificationStore.Keep))
            await ForgetAsync(us, id);
        return null;
    }

    private PendingPoll Read(VerificationId id, RunningEntry entry, ChangeEntry? changed, byte[]? end, long now)
    {
        var record = VerificationRecord.Open(sealer, entry.Box, id);
        var left = TimeSpan.FromMilliseconds(Math.Clamp(entry.Ends - now, -Sane, Sane));
        return new PendingPoll(
            id, eids.Find(record.EId), AuthReqId.Parse(record.AuthReqId), entry.Box, TimeSpan.FromMilliseconds(changed?.Interval ?? entry.Interval), clock.Now + Milliseconds(left))
        {
            Step = changed?.Step ?? default,
            Outcome = end is null ? null : sealer.Open(end[1..], VerificationJson.Default.StoredOutcome, id.Value).ToOutcome(),
            IsWritten = end is not null,
            IsRecorded = end is [(byte)'+', ..],
        };
    }

    // Whatever moment stands there, one wait does not become days.
    private static TimeSpan DelayUntil(long due, long now) => TimeSpan.FromMilliseconds(Math.Clamp((double)due - now, -Sane, Sane));

    private static long Milliseconds(TimeSpan time) => (long)Math.Ceiling(time.TotalMilliseconds);

    [LoggerMessage(2110, LogLevel.Error, "Verification {Id} cannot be read from the store and is not polled; its caller reaches an agent unverified")]
    private partial void Unreadable(Exception exception, VerificationId id);
}
