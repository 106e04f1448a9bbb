using System.Collections.Concurrent;
using CallerAuth.Ciba;
using CallerAuth.Identity;

namespace CallerAuth.Verification.Polling;

/// <summary>
/// Sees to it that each shard has one owner: takes what is ours to poll, hands over what is not, and keeps up with what others do
/// in ours.
/// </summary>
internal sealed partial class ShardKeeper(
    InstancePulse pulse, ShardLedger ledger, PollDesk desk, PendingPolls pending, PollDispatcher dispatcher, EIdCatalogue eids, PollClock clock, TimeProvider time, Dice dice, ILogger<ShardKeeper> logger)
{
    private static readonly TimeSpan PollsMayHangFor = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AndThenFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WhileEnding = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<string, bool> _leaving = new(StringComparer.Ordinal);
    private readonly Dictionary<int, HeldByAnother> _held = [];

    /// <summary>An instance has said goodbye: what it gives free is for the others.</summary>
    public void IsLeaving(string instance) => _leaving[instance] = true;

    /// <summary>Takes the shards that are ours by who is alive, and begins to hand over those that are not.</summary>
    public async Task ArrangeAsync()
    {
        var us = pulse.Us;
        if (us.Length == 0)
            return;
        await pulse.GiveUpTheDeadAsync();
        var (now, neighbours) = (clock.Now, pulse.Neighbours);
        foreach (var left in _leaving.Keys.Where(name => !neighbours.ContainsKey(name)))
            _leaving.TryRemove(left, out _);
        var alive = neighbours.Where(one => !one.Value.IsGone(now)).Select(one => one.Key).Except(_leaving.Keys, StringComparer.Ordinal).Append(us).ToArray();
        var mine = ShardAssignment.Of(us, alive);
        var owned = pending.Owned();
        foreach (var shard in owned.Where(shard => !shard.IsClosing && !mine.Contains(shard.Number)))
            _ = HandOverQuietlyAsync(shard);
        var wanted = mine.Except(owned.Select(shard => shard.Number)).ToArray();
        foreach (var number in _held.Keys.Except(wanted).ToArray())
            _held.Remove(number);
        foreach (var number in wanted)
            await TakeAsync(number, us);
    }

    /// <summary>A start in a shard of ours was not answered, so it may run without our knowing.</summary>
    public void MayHaveMissed(int number)
    {
        if (pending.Find(number) is { } shard)
            shard.HasMissed = true;
    }

    /// <summary>Takes up a verification that was begun here, in a shard of ours.</summary>
    public void Begun(HandedIn.Begun begun)
    {
        if (pending.Find(begun.Id.Shard) is not { } shard)
            return;
        var poll = new PendingPoll(
            begun.Id, eids.Find(begun.EId), AuthReqId.Parse(begun.AuthReqId), begun.Box, begun.Interval, clock.Now + (long)begun.Wait.TotalMilliseconds);
        pending.Add(shard, poll, begun.Interval);
    }

    public void Cancelled(HandedIn.Cancelled cancelled)
    {
        if (pending.Find(cancelled.Id.Shard) is { } shard && !pending.Defer(shard, cancelled))
            pending.Cancel(shard, cancelled.Id);
    }

    public void Notified(HandedIn.Notified notified)
    {
        if (pending.Find(notified.Id.Shard) is { } shard && !pending.Defer(shard, notified))
            dispatcher.Hasten(shard, notified.Id);
    }

    /// <summary>Takes in what others did in a shard, if it is ours.</summary>
    public async Task LookAsync(int number)
    {
        if (pending.Find(number) is not { IsClosing: false, IsTaken: true } shard)
            return;
        // The store has forgotten what it told us, whether we have heard it or not.
        var missed = shard.HasMissed;
        shard.HasMissed = true;
        if (await ledger.LookAsync(shard.Owner, number) is not { } news)
        {
            LostShard(number);
            pending.Lose(shard);
            return;
        }

        var begun = news.Begun.Where(id => !pending.Holds(shard, id)).ToList();
        await LoadAsync(shard, ledger.BegunAsync(shard.Owner, number, begun, news.Now), PreviousOwner.Nobody);
        if (missed && await ledger.TakeAsync(shard.Owner, number, gone: null) is { Now: { } now })
            await LoadAsync(shard, AllIn(shard, now), PreviousOwner.Nobody);
        shard.HasMissed = false;
        foreach (var id in news.Cancelled)
            pending.Cancel(shard, id);
        foreach (var id in news.Notified)
            dispatcher.Hasten(shard, id);
    }

    /// <summary>Hands everything over, each shard as soon as nothing of it is in flight.</summary>
    public async Task HandOverAllAsync(CancellationToken cancellationToken)
    {
        if (pulse.Us.Length == 0)
            return;
        await desk.SayLeavingAsync(pulse.Us);
        await Task.WhenAll(pending.Owned().Select(shard => HandOverAsync(shard, cancellationToken)));
    }

    /// <summary>The others have given us up: nothing is ours.</summary>
    public void LoseAll()
    {
        foreach (var shard in pending.Owned())
            pending.Lose(shard);
    }

    private async Task TakeAsync(int number, string us)
    {
        // Known before it is ours, so that what is begun in it from then on finds it.
        var shard = pending.Own(number, us);
        try
        {
            var taken = await ledger.TakeAsync(us, number, MayBeTakenFrom(number));
            if (taken.Now is null)
                Remember(number, taken.Owner);
            // Given up meanwhile: it stands under a name that is nobody's, and is anybody's.
            if (taken.Now is not { } now || pulse.Us != us)
            {
                pending.Lose(shard);
                return;
            }

            var from = PreviousOf(number, taken.Owner);
            _held.Remove(number);
            if (await LoadAsync(shard, AllIn(shard, now), from) is > 0 and var found)
                Took(number, found, from);
            foreach (var early in pending.Taken(shard))
                desk.HandIn(early);
            desk.HandIn(new HandedIn.Attention(number));
        }
        catch
        {
            pending.Lose(shard);
            throw;
        }
    }

    private PreviousOwner PreviousOf(int number, string owner) =>
        owner.Length == 0 ? PreviousOwner.Nobody
        : owner == pulse.Us ? PreviousOwner.Ourselves
        : _held[number].WasLongGone ? PreviousOwner.LongDead
        : PreviousOwner.Dead;

    private void Remember(int number, string owner)
    {
        var (now, neighbour) = (clock.Now, pulse.Neighbours.GetValueOrDefault(owner));
        // What was seen long ago says nothing: only an owner that is asked about again and again, and never claims it, does not know of it.
        if (!_held.TryGetValue(number, out var held) || held.Owner != owner || now - held.AskedAt > 2 * PollTimes.BeatEvery.TotalMilliseconds || neighbour?.Last.Claims(number) == true)
            held = new HeldByAnother(owner, now, now, WasLongGone: false);
        _held[number] = held with { AskedAt = now, WasLongGone = held.WasLongGone || neighbour?.WasLongGone == true };
    }

    /// <summary>
    /// An owner that the roll does not know was given up, or has left. One that is alive and for a whole lease does not say that the
    /// shard is its own does not know of it: the store has lost what it did last.
    /// </summary>
    private string? MayBeTakenFrom(int number)
    {
        var now = clock.Now;
        if (!_held.TryGetValue(number, out var held) || now - held.AskedAt > 2 * PollTimes.BeatEvery.TotalMilliseconds)
            return null;
        var may = pulse.Neighbours.TryGetValue(held.Owner, out var neighbour)
            ? !neighbour.Last.Claims(number) && now - held.Since >= PollTimes.Lease.TotalMilliseconds
            : held.WasLongGone || (pulse.IsLinked && held.Since < pulse.HeardAt);
        return may ? held.Owner : null;
    }

    private IAsyncEnumerable<FoundVerification> AllIn(OwnedShard shard, long now) =>
        ledger.AllInAsync(shard.Owner, shard.Number, now, id => pending.Holds(shard, id));

    /// <returns>How many there are.</returns>
    private async Task<int> LoadAsync(OwnedShard shard, IAsyncEnumerable<FoundVerification> found, PreviousOwner from)
    {
        var (began, count) = (clock.Now, 0);
        await foreach (var (poll, scheduled) in found)
        {
            var delay = poll.Outcome is null ? FirstPoll.After(from, scheduled, poll.Interval, dice()) : TimeSpan.Zero;
            pending.Add(shard, poll, delay - TimeSpan.FromMilliseconds(clock.Now - began));
            count++;
        }

        return count;
    }

    private async Task HandOverQuietlyAsync(OwnedShard shard)
    {
        try
        {
            await HandOverAsync(shard, CancellationToken.None);
        }
#pragma warning disable CA1031 // Whoever takes the shard after our lease finds all that is in it.
        catch (Exception e)
        {
            NotHandedOver(e, shard.Number);
        }
#pragma warning restore CA1031
    }

    private async Task HandOverAsync(OwnedShard shard, CancellationToken cancellationToken)
    {
        pending.Close(shard);
        await NothingInFlightAsync(shard, cancellationToken);
        var due = pending.DueIn(shard);
        try
        {
            await ledger.HandOverAsync(shard.Owner, shard.Number, due);
        }
        finally
        {
            pending.Lose(shard);
        }

        if (due.Count > 0)
            HandedOver(shard.Number, due.Count);
        await desk.SayFreeAsync(shard.Number);
    }

    /// <summary>Lets polls come to their end and their ends into the store, as an answer that is dropped cannot be had again; but the others in the shard are not polled meanwhile.</summary>
    private async Task NothingInFlightAsync(OwnedShard shard, CancellationToken cancellationToken)
    {
        var began = clock.Now;
        long? aborted = null;
        while (pending.UnfinishedIn(shard) > 0 && (aborted is not { } since || clock.Now - since < AndThenFor.TotalMilliseconds))
        {
            if (aborted is null && (clock.Now - began > PollsMayHangFor.TotalMilliseconds || cancellationToken.IsCancellationRequested))
            {
                shard.AbortPolls();
                aborted = clock.Now;
            }

            await Task.Delay(WhileEnding, time, CancellationToken.None);
        }
    }

    /// <param name="Since">Since when its owner was not heard to claim it.</param>
    /// <param name="AskedAt">When we last wanted to have it.</param>
    private sealed record HeldByAnother(string Owner, long Since, long AskedAt, bool WasLongGone);

    [LoggerMessage(2302, LogLevel.Warning, "Shard {Shard} is not ours any more")]
    private partial void LostShard(int shard);

    [LoggerMessage(2304, LogLevel.Information, "Took shard {Shard} with {Count} verifications; its owner before: {From}")]
    private partial void Took(int shard, int count, PreviousOwner from);

    [LoggerMessage(2305, LogLevel.Information, "Handed over shard {Shard} with {Count} verifications")]
    private partial void HandedOver(int shard, int count);

    [LoggerMessage(2306, LogLevel.Warning, "Shard {Shard} could not be handed over; it is taken over after our lease")]
    private partial void NotHandedOver(Exception exception, int shard);
}
