using CallerAuth.Ciba;

namespace CallerAuth.Verification.Polling;

/// <summary>
/// All that is pending in the shards of this instance, and when each is due. One lock guards the shards, the wheel, and who is in
/// whose hands; nobody waits under it.
/// </summary>
internal sealed class PendingPolls(PollClock clock, Dice dice)
{
    private readonly Lock _gate = new();
    private readonly DueWheel _wheel = new();
    private readonly Dictionary<int, OwnedShard> _shards = [];
    private TaskCompletionSource _sooner = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _sleepsUntil;

    /// <summary>How many wait for their time.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _wheel.Count;
        }
    }

    /// <summary>Completes when something has become due sooner than was said last, or somebody calls.</summary>
    public Task Sooner
    {
        get
        {
            lock (_gate)
                return _sooner.Task;
        }
    }

    public IReadOnlyList<OwnedShard> Owned()
    {
        lock (_gate)
            return [.. _shards.Values];
    }

    public OwnedShard? Find(int number)
    {
        lock (_gate)
            return _shards.GetValueOrDefault(number);
    }

    public OwnedShard Own(int number, string owner)
    {
        lock (_gate)
            return _shards[number] = new OwnedShard(number, owner);
    }

    /// <summary>Keeps what is handed in for a shard of which not all is known yet.</summary>
    /// <returns>False when all is known.</returns>
    public bool Defer(OwnedShard shard, HandedIn handedIn)
    {
        lock (_gate)
        {
            if (!shard.IsTaken)
                shard.Early.Add(handedIn);
            return !shard.IsTaken;
        }
    }

    /// <summary>All that ran in a shard when it became ours is known.</summary>
    /// <returns>What was handed in too early.</returns>
    public IReadOnlyList<HandedIn> Taken(OwnedShard shard)
    {
        lock (_gate)
        {
            shard.IsTaken = true;
            HandedIn[] early = [.. shard.Early];
            shard.Early.Clear();
            return early;
        }
    }

    /// <summary>Begins nothing more in a shard.</summary>
    public void Close(OwnedShard shard)
    {
        lock (_gate)
            shard.IsClosing = true;
    }

    /// <summary>Drops a shard and all that is pending in it; what is in flight is ended.</summary>
    public void Lose(OwnedShard shard)
    {
        lock (_gate)
        {
            if (_shards.GetValueOrDefault(shard.Number) == shard)
                _shards.Remove(shard.Number);
            foreach (var poll in shard.Pending.Values)
                Drop(poll);
            shard.Pending.Clear();
            shard.Lose();
        }
    }

    /// <returns>How much of a shard must come to its end here: what is in flight, and ends that the store has not taken yet.</returns>
    public int UnfinishedIn(OwnedShard shard)
    {
        lock (_gate)
            return shard.InFlight + shard.Pending.Values.Count(poll => !poll.IsOut && poll is { Outcome: not null, IsWritten: false });
    }

    /// <returns>What is pending in a shard, and how long until each is due.</returns>
    public IReadOnlyList<FoundVerification> DueIn(OwnedShard shard)
    {
        lock (_gate)
        {
            var now = clock.Now;
            return [.. shard.Pending.Values.Select(poll => new FoundVerification(poll, Delay(poll, now)))];
        }
    }

    public bool Holds(OwnedShard shard, VerificationId id)
    {
        lock (_gate)
            return shard.Pending.ContainsKey(id);
    }

    /// <returns>False when it is pending already, or the shard is not ours any more.</returns>
    public bool Add(OwnedShard shard, PendingPoll poll, TimeSpan delay)
    {
        lock (_gate)
        {
            if (shard.IsLost || !shard.Pending.TryAdd(poll.Id, poll))
                return false;
            poll.Shard = shard;
            PutBack(poll, delay);
            return true;
        }
    }

    public void Cancel(OwnedShard shard, VerificationId id)
    {
        lock (_gate)
        {
            if (shard.Pending.Remove(id, out var poll))
                Drop(poll);
        }
    }

    /// <summary>Takes out what is due.</summary>
    public void TakeDue(List<PendingPoll> due)
    {
        lock (_gate)
        {
            _wheel.Take(clock.Now, due);
        }
    }

    /// <summary>Takes one out now, whenever it is due, but once in an interval only: however often a provider calls, it is not asked in a loop.</summary>
    /// <returns>Null when it is not pending, or in somebody's hands, or was taken so already.</returns>
    public PendingPoll? TakeNow(OwnedShard shard, VerificationId id)
    {
        lock (_gate)
        {
            var now = clock.Now;
            if (!shard.Pending.TryGetValue(id, out var poll) || poll.IsOut || now < poll.NotHastenedBefore)
                return null;
            _wheel.Remove(poll);
            (poll.DueAt, poll.NotHastenedBefore) = (now, now + (long)poll.Interval.TotalMilliseconds);
            return poll;
        }
    }

    /// <returns>Null when nothing is to be done for it here any more.</returns>
    public OwnedShard? Begin(PendingPoll poll)
    {
        lock (_gate)
        {
            var mustBeWritten = poll is { Outcome: not null, IsWritten: false };
            if (poll.IsDropped || poll.Shard is not { } shard || (shard.IsClosing && !mustBeWritten))
                return null;

            shard.InFlight++;
            return shard;
        }
    }

    /// <param name="again">When it wants attention again; null when it is done with.</param>
    public void Finish(PendingPoll poll, OwnedShard shard, TimeSpan? again)
    {
        lock (_gate)
        {
            shard.InFlight--;
            if (again is null)
                shard.Pending.Remove(poll.Id);
            else if (!poll.IsDropped)
                PutBack(poll, again.Value);
        }
    }

    /// <summary>After a pause everything is due at once; it is taken over one interval instead, and bunches no more.</summary>
    public void SpreadWhatIsLate(TimeSpan pause)
    {
        lock (_gate)
        {
            var late = new List<PendingPoll>();
            _wheel.Take(clock.Now, late);
            foreach (var poll in late)
                PutBack(poll, TimeSpan.Min(pause, poll.Interval) * dice());
        }
    }

    /// <returns>When the wheel wants to be looked at again, by the <see cref="PollClock"/>; null when there is nothing in it.</returns>
    public long? NextLook()
    {
        lock (_gate)
        {
            var next = _wheel.NextLook();
            _sleepsUntil = next ?? long.MaxValue;
            return next;
        }
    }

    /// <summary>Wakes up whoever sleeps until the next is due.</summary>
    public void WakeUp()
    {
        lock (_gate)
        {
            _sleepsUntil = long.MinValue;
            _sooner.TrySetResult();
            _sooner = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private void PutBack(PendingPoll poll, TimeSpan delay)
    {
        var now = clock.Now;
        poll.DueAt = now + (long)Math.Ceiling(delay.TotalMilliseconds);
        if (poll.Outcome is null && poll.DueAt > poll.ExpiresAt)
            poll.DueAt = Math.Max(now, poll.ExpiresAt);
        _wheel.Add(poll);
        if (poll.DueAt < _sleepsUntil)
            WakeUp();
    }

    private void Drop(PendingPoll poll)
    {
        poll.IsDropped = true;
        _wheel.Remove(poll);
    }

    // Whoever comes after us does not have the verdict that the store did not take, and asks as if there were none.
    private static TimeSpan Delay(PendingPoll poll, long now) => poll switch
    {
        { Outcome: null } => TimeSpan.FromMilliseconds(poll.DueAt - now),
        { IsWritten: true } => TimeSpan.Zero,
        _ => poll.Interval,
    };
}
