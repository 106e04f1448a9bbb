using CallerAuth.Ciba;
using CallerAuth.Identity;
using CallerAuth.Store;
using CallerAuth.Verification.Polling;
using StackExchange.Redis;

namespace CallerAuth.Verification;

/// <summary>Running verifications in the store: reserved for a person, begun, cancelled. The poll engine moves them on from there.</summary>
internal sealed class VerificationStore(StoreConnection store, Keys keys, Sealer sealer, PollDesk desk)
{
    /// <summary>Records outlive their expiry by this much, so that an end can still be told when the service was away.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromMinutes(5);

    private const string LimitedFor = "limited:";

    /// <summary>
    /// Takes the person for this verification and counts it, in one step. One running verification per person, across calls and
    /// instances, and no more of them than the limit allows.
    /// </summary>
    public async Task<Reservation> ReserveAsync(VerificationId id, NationalIdHash person, TimeSpan atMost, LimitsOptions.Limit limit)
    {
        var answer = (string)(await store.Database.ScriptEvaluateAsync(
            VerificationScripts.Reserve,
            [keys.Person(id.Shard, person.Value), keys.PersonStarts(id.Shard, person.Value)],
            [id.Value, Milliseconds(atMost), .. LimitScripts.Arguments(limit)]))!;
        return answer switch
        {
            "running" => new Reservation.AlreadyRunning(),
            _ when answer.StartsWith(LimitedFor, StringComparison.Ordinal) => new Reservation.Limited(StartCounts.ReadWait(answer[LimitedFor.Length..])),
            _ => new Reservation.Taken(answer),
        };
    }

    /// <summary>Gives the person free after a start that came to nothing.</summary>
    /// <param name="nothingRang">Takes the start from the person's count as well.</param>
    public Task ReleaseAsync(VerificationId id, NationalIdHash person, Reservation.Taken taken, bool nothingRang) =>
        store.Database.ScriptEvaluateAsync(
            VerificationScripts.Release,
            [keys.Person(id.Shard, person.Value), keys.PersonStarts(id.Shard, person.Value)],
            [id.Value, nothingRang ? taken.CountedAt : ""]);

    /// <summary>Writes the verification and has whoever owns its shard know of it.</summary>
    public async Task BeginAsync(VerificationId id, VerificationRecord record, StartResult.Started started, TimeSpan wait)
    {
        var box = record.Seal(sealer, id);
        RedisValue[] values =
        [
            id.Value,
            box,
            Milliseconds(started.Interval),
            Milliseconds(wait),
            Milliseconds(started.ExpiresIn),
            Milliseconds(Keep),
            desk.Instance,
        ];
        bool isOurs;
        try
        {
            isOurs = (bool)await store.Database.ScriptEvaluateAsync(
                VerificationScripts.Begin, [keys.Running(id.Shard), keys.Person(id.Shard, record.NationalIdHash), keys.Owner(id.Shard), keys.Feed(id.Shard)], values);
        }
        catch
        {
            desk.HandIn(new HandedIn.Uncertain(id.Shard));
            throw;
        }

        if (isOurs)
            desk.HandIn(new HandedIn.Begun(id, record.EId, record.AuthReqId, box, started.Interval, wait));
        else
            await desk.CallOwnerAsync(id.Shard);
    }

    /// <returns>Null when there is no such verification (any more).</returns>
    public async Task<VerificationRecord?> FindAsync(VerificationId id)
    {
        var stored = (byte[]?)await store.Database.HashGetAsync(keys.Running(id.Shard), id.Value);
        return stored is null ? null : VerificationRecord.Open(sealer, RunningEntry.Read(stored).Box, id);
    }

    /// <returns>False when it had ended already.</returns>
    public async Task<bool> CancelAsync(VerificationId id, string person, bool orderStaysOpen)
    {
        var ended = (int)await store.Database.ScriptEvaluateAsync(
            VerificationScripts.Cancel,
            [keys.Running(id.Shard), keys.Changes(id.Shard), keys.Ends(id.Shard), keys.Person(id.Shard, person), keys.Owner(id.Shard), keys.Feed(id.Shard)],
            [id.Value, orderStaysOpen ? "1" : "0", Milliseconds(Keep), desk.Instance]);
        await TellOwnerAsync(ended, new HandedIn.Cancelled(id), id.Shard);
        return ended != 0;
    }

    /// <summary>Has a verification polled at once, as its provider has an answer; whoever owns its shard does it.</summary>
    public async Task HastenAsync(VerificationId id)
    {
        var runs = (int)await store.Database.ScriptEvaluateAsync(
            VerificationScripts.Hasten, [keys.Running(id.Shard), keys.Owner(id.Shard), keys.Feed(id.Shard)], [id.Value, desk.Instance]);
        await TellOwnerAsync(runs, new HandedIn.Notified(id), id.Shard);
    }

    private Task TellOwnerAsync(int answer, HandedIn handedIn, int shard)
    {
        const int Ours = 1;
        const int OfAnother = 2;
        if (answer == OfAnother)
            return desk.CallOwnerAsync(shard);
        if (answer == Ours)
            desk.HandIn(handedIn);
        return Task.CompletedTask;
    }

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}
