using CallerAuth.Ciba;
using CallerAuth.Identity;
using CallerAuth.Store;
using StackExchange.Redis;

namespace CallerAuth.Verification.Polling;

/// <summary>A shard in the store, as its owner reads and writes it.</summary>
internal sealed partial class ShardLedger(StoreConnection store, Keys keys, Sealer sealer, EIdCatalogue eids, PollClock clock, PollMeter meter, ILogger<ShardLedger> logger)
{
    private const int HandedOverAtOnce = 500;

    private static readonly RedisValue[] Fields = ["record", "interval", "expires", "step", "outcome", "recorded"];

    /// <summary>An owner's name outlives many looks, and is gone one day when nobody looks any more.</summary>
    private static readonly long NameKeptFor = (long)TimeSpan.FromMinutes(10).TotalMilliseconds;

    /// <summary>Far beyond the life of any request at a provider.</summary>
    private static readonly long WasteAfter = (long)TimeSpan.FromHours(2).TotalMilliseconds;

    /// <summary>Makes a shard ours, if it is free or its owner is the one that is gone.</summary>
    public async Task<TakenShard> TakeAsync(string us, int shard, string? gone)
    {
        var answer = (RedisResult[])(await store.Database.ScriptEvaluateAsync(
            ShardScripts.Take, [keys.Owner(shard), keys.Feed(shard), keys.Schedule(shard)], [us, gone ?? "", NameKeptFor, WasteAfter]))!;
        var owner = (string)answer[0]!;
        if (answer.Length == 1)
            return new TakenShard(owner, null, []);

        var (now, scheduled) = ((long)answer[1], (RedisValue[])answer[2]!);
        var due = new List<ScheduledVerification>(scheduled.Length / 2);
        for (var i = 0; i < scheduled.Length; i += 2)
        {
            if (VerificationId.TryParse(scheduled[i], out var id))
                due.Add(new ScheduledVerification(id, ScheduledVerification.DelayUntil((double)scheduled[i + 1], now)));
        }

        return new TakenShard(owner, now, due);
    }

    /// <returns>What others did in the shard since we last looked; null when it is not ours any more.</returns>
    public async Task<ShardNews?> LookAsync(string us, int shard)
    {
        var answer = (RedisResult[])(await store.Database.ScriptEvaluateAsync(ShardScripts.Look, [keys.Owner(shard), keys.Feed(shard)], [us, NameKeptFor]))!;
        return answer.Length == 0 ? null : ShardNews.Read((long)answer[0], (RedisValue[])answer[1]!);
    }

    /// <returns>Null when the record is gone or cannot be read; what is wrong with it is logged, and never stops the others.</returns>
    public async Task<PendingPoll?> LoadAsync(VerificationId id, long now)
    {
        var values = await store.Database.HashGetAsync(keys.Verification(id.Shard, id.Value), Fields);
        if (values.All(value => value.IsNull))
            return null;
        try
        {
            return Read(id, values, now);
        }
#pragma warning disable CA1031 // Whatever one record holds must not keep the others from being polled.
        catch (Exception e)
        {
            meter.Unreadable();
            Unreadable(e, id);
            return null;
        }
#pragma warning restore CA1031
    }

    public VerificationRecord Open(PendingPoll poll) => VerificationRecord.Open(sealer, poll.Box, poll.Id);

    public Task<LedgerAnswer> ChangeAsync(string us, PendingPoll poll, TimeSpan delay) =>
        WriteAsync(
            ShardScripts.Change,
            [Owner(poll), Schedule(poll), Verification(poll)],
            [us, poll.Id.Value, Milliseconds(delay), Milliseconds(poll.Interval), (int)poll.Step]);

    public Task<LedgerAnswer> EndAsync(string us, PendingPoll poll, string nationalIdHash, VerificationOutcome outcome, bool orderStaysOpen)
    {
        poll.SealedOutcome ??= sealer.Seal(StoredOutcome.From(outcome), VerificationJson.Default.StoredOutcome, poll.Id.Value);
        return WriteAsync(
            ShardScripts.End,
            [Owner(poll), Schedule(poll), Verification(poll), keys.Person(poll.Id.Shard, nationalIdHash)],
            [us, poll.Id.Value, poll.SealedOutcome, orderStaysOpen ? "1" : "0"]);
    }

    public Task<LedgerAnswer> RecordedAsync(string us, PendingPoll poll) =>
        WriteAsync(ShardScripts.Record, [Owner(poll), Verification(poll)], [us]);

    public Task<LedgerAnswer> ForgetAsync(string us, PendingPoll poll) =>
        WriteAsync(ShardScripts.Forget, [Owner(poll), Schedule(poll), Verification(poll)], [us, poll.Id.Value]);

    /// <summary>Writes when each verification is due and gives the shard free.</summary>
    public async Task<LedgerAnswer> HandOverAsync(string us, int shard, IReadOnlyList<(VerificationId Id, TimeSpan Delay)> due)
    {
        for (var done = 0; ; done += HandedOverAtOnce)
        {
            var part = due.Skip(done).Take(HandedOverAtOnce).SelectMany(one => new RedisValue[] { Milliseconds(one.Delay), one.Id.Value });
            var isLast = done + HandedOverAtOnce >= due.Count;
            var answer = await WriteAsync(ShardScripts.HandOver, [keys.Owner(shard), keys.Schedule(shard)], [us, isLast ? "1" : "0", .. part]);
            if (isLast || answer != LedgerAnswer.Written)
                return answer;
        }
    }

    private async Task<LedgerAnswer> WriteAsync(string script, RedisKey[] scriptKeys, RedisValue[] values)
    {
        var answer = (RedisResult[])(await store.Database.ScriptEvaluateAsync(script, scriptKeys, values))!;
        return answer.Length == 0 ? LedgerAnswer.NotOurs : (string?)answer[0] == "gone" ? LedgerAnswer.Gone : LedgerAnswer.Written;
    }

    private PendingPoll Read(VerificationId id, RedisValue[] values, long now)
    {
        var box = (byte[]?)values[0] ?? throw new FormatException("A verification without a record.");
        var record = VerificationRecord.Open(sealer, box, id);
        var wait = TimeSpan.FromMilliseconds((long)values[2] - now);
        return new PendingPoll(id, eids.Find(record.EId), AuthReqId.Parse(record.AuthReqId), box, Interval((long)values[1]), clock.Now + Milliseconds(wait))
        {
            Step = (PendingStep)(int)values[3],
            Outcome = (byte[]?)values[4] is { } outcome ? sealer.Open(outcome, VerificationJson.Default.StoredOutcome, id.Value).ToOutcome() : null,
            IsWritten = !values[4].IsNull,
            IsRecorded = !values[5].IsNull,
        };
    }

    // Whatever wrote it, nothing is polled without a pause.
    private static TimeSpan Interval(long milliseconds) =>
        milliseconds > 0 ? TimeSpan.FromMilliseconds(milliseconds) : throw new FormatException("A verification with an interval of nothing.");

    private RedisKey Owner(PendingPoll poll) => keys.Owner(poll.Id.Shard);

    private RedisKey Schedule(PendingPoll poll) => keys.Schedule(poll.Id.Shard);

    private RedisKey Verification(PendingPoll poll) => keys.Verification(poll.Id.Shard, poll.Id.Value);

    private static long Milliseconds(TimeSpan time) => (long)Math.Ceiling(time.TotalMilliseconds);

    [LoggerMessage(2110, LogLevel.Error, "Verification {Id} cannot be read from the store and is not polled; its caller reaches an agent unverified")]
    private partial void Unreadable(Exception exception, VerificationId id);
}
