using Microsoft.Extensions.Options;

namespace CallerAuth.Verification.Polling;

/// <summary>
/// Has every pending poll of our shards taken when it is due, a bounded number at once, and only while we may. It sleeps until the
/// next one is due and wakes when a sooner one comes.
/// </summary>
internal sealed partial class PollDispatcher(PollTurn turn, PollClock clock, PollMeter meter, IOptions<VerificationOptions> options, TimeProvider time, Dice dice, ILogger<PollDispatcher> logger)
{
    /// <summary>Lateness beyond this is spread out, so that what was late together is not late together for ever.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(50);

    /// <summary>To wake up has its price, whatever is due then: where little is pending, more is taken at once.</summary>
    private const int Few = 15_000;

    private static readonly TimeSpan NapWhenFew = TimeSpan.FromMilliseconds(2 * DueWheel.Tick);
    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(DueWheel.Tick);
    private static readonly TimeSpan AfterATroubledTurn = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterAPause = TimeSpan.FromMilliseconds(300);

    private readonly Lock _gate = new();
    private readonly DueWheel _wheel = new();
    private readonly Queue<PendingPoll> _waiting = new();
    private readonly Dictionary<int, OwnedShard> _shards = [];
    private readonly int _atOnce = options.Value.PollsAtOnce;
    private TaskCompletionSource _sooner = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _sleepsUntil;
    private int _inFlight;
    private int _pending;
    private long _mayPollUntil = long.MinValue;

    public int PendingCount
    {
        get
        {
            lock (_gate)
                return _shards.Values.Sum(shard => shard.Pending.Count);
        }
    }

    /// <summary>We are known to be alive until this moment of the clock; nothing is polled after it.</summary>
    public void MayPollUntil(long moment)
    {
        lock (_gate)
        {
            var pausedFor = clock.Now - _mayPollUntil;
            if (_mayPollUntil != long.MinValue && pausedFor > 0)
                SpreadWhatIsLate(TimeSpan.FromMilliseconds(pausedFor));
            Volatile.Write(ref _mayPollUntil, moment);
            WakeUp();
        }
    }

    /// <summary>Polls hang that were sent while we were known to be alive; whoever takes over must not find them still open.</summary>
    public void AbortPolls()
    {
        lock (_gate)
        {
            foreach (var shard in _shards.Values)
                shard.AbortPolls();
        }
    }

    public OwnedShard Own(int number, string owner)
    {
        lock (_gate)
            return _shards[number] = new OwnedShard(number, owner);
    }

    public OwnedShard? Find(int number)
    {
        lock (_gate)
            return _shards.GetValueOrDefault(number);
    }

    public IReadOnlyList<int> Owned()
    {
        lock (_gate)
            return [.. _shards.Keys];
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

    /// <summary>Begins nothing more in a shard.</summary>
    public void Close(OwnedShard shard)
    {
        lock (_gate)
            shard.IsClosing = true;
    }

    /// <returns>How much of a shard must come to its end here: what is in flight, and ends that the store has not taken yet.</returns>
    public int UnfinishedIn(OwnedShard shard)
    {
        lock (_gate)
            return shard.InFlight + shard.Pending.Values.Count(poll => !poll.IsOut && poll is { Outcome: not null, IsWritten: false });
    }

    /// <returns>What polls have changed and the store does not know of.</returns>
    public IReadOnlyList<PendingPoll> UnsavedIn(OwnedShard shard)
    {
        lock (_gate)
            return [.. shard.Pending.Values.Where(poll => poll is { IsUnsaved: true, Outcome: null })];
    }

    /// <returns>What is pending in a shard, and how long until each is due.</returns>
    public IReadOnlyList<(VerificationId Id, TimeSpan Delay)> DueIn(OwnedShard shard)
    {
        lock (_gate)
        {
            var now = clock.Now;
            return [.. shard.Pending.Values.Select(poll => (poll.Id, Delay(poll, now)))];
        }
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

    public bool Holds(OwnedShard shard, VerificationId id)
    {
        lock (_gate)
            return shard.Pending.ContainsKey(id);
    }

    public void Cancel(OwnedShard shard, VerificationId id)
    {
        lock (_gate)
        {
            if (shard.Pending.Remove(id, out var poll))
                Drop(poll);
        }
    }

    /// <summary>Has a poll taken now, for whatever reason it is known to bring an answer.</summary>
    public void Hasten(OwnedShard shard, VerificationId id)
    {
        lock (_gate)
        {
            if (!shard.Pending.TryGetValue(id, out var poll) || poll.IsOut)
                return;
            _wheel.Remove(poll);
            poll.IsOut = true;
            poll.DueAt = clock.Now;
            Begin(poll);
        }
    }

    public async Task RunAsync(CancellationToken stopping)
    {
        var due = new List<PendingPoll>();
        while (!stopping.IsCancellationRequested)
        {
            Task sooner;
            TimeSpan sleep;
            lock (_gate)
            {
                BeginWhatIsDue(due);
                (sleep, sooner) = (UntilNextLook(), _sooner.Task);
            }

            await SleepAsync(sleep, sooner, stopping);
        }
    }

    private async Task SleepAsync(TimeSpan sleep, Task sooner, CancellationToken stopping)
    {
        var nap = Volatile.Read(ref _pending) < Few ? NapWhenFew : Nap;
        if (sleep <= nap)
        {
            await Task.Delay(nap, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(Task.Delay(sleep, time, over.Token), sooner);
        await over.CancelAsync();
    }

    private void BeginWhatIsDue(List<PendingPoll> due)
    {
        var now = clock.Now;
        if (now >= _mayPollUntil)
            return;
        _wheel.Take(now, due);
        Volatile.Write(ref _pending, _wheel.Count);
        foreach (var poll in due)
        {
            poll.IsOut = true;
            Begin(poll);
        }

        due.Clear();
    }

    private TimeSpan UntilNextLook()
    {
        var now = clock.Now;
        var wakeAt = now >= _mayPollUntil ? long.MaxValue : _wheel.NextLook() ?? long.MaxValue;
        _sleepsUntil = wakeAt;
        return wakeAt == long.MaxValue ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(Math.Max(0, wakeAt - now));
    }

    private void Begin(PendingPoll poll)
    {
        // What has ended already does not wait behind polls that hang.
        if (_inFlight >= _atOnce && poll.Outcome is null)
        {
            _waiting.Enqueue(poll);
            return;
        }

        if (poll.Shard is not { } shard || (shard.IsClosing && poll is not { Outcome: not null, IsWritten: false }))
        {
            poll.IsOut = false;
            return;
        }

        _inFlight++;
        shard.InFlight++;
        ThreadPool.UnsafeQueueUserWorkItem(static of => _ = of.Dispatcher.TakeAsync(of.Poll, of.Shard), (Dispatcher: this, Poll: poll, Shard: shard), preferLocal: false);
    }

    private async Task TakeAsync(PendingPoll poll, OwnedShard shard)
    {
        var late = TimeSpan.FromMilliseconds(Math.Max(0, clock.Now - poll.DueAt));
        TimeSpan? again = null;
        try
        {
            // Begun before this process stood still, perhaps: meanwhile somebody else may have taken over.
            if (clock.Now >= Volatile.Read(ref _mayPollUntil))
            {
                again = poll.Outcome is null ? poll.Interval : AfterAPause;
                return;
            }

            meter.Taken(late);
            again = await turn.TakeAsync(poll, shard.Polls);
        }
        catch (OperationCanceledException)
        {
            // Its answer may be lost; it is asked for again, if the shard is still ours, and no sooner than the provider allows.
            again = poll.Interval;
        }
#pragma warning disable CA1031 // One verification that fails must not stop the others.
        catch (Exception e)
        {
            poll.Failures++;
            again = poll.Interval > AfterATroubledTurn ? poll.Interval : AfterATroubledTurn;
            meter.Troubled();
            TurnFailed(e, poll.Id);
        }
#pragma warning restore CA1031
        finally
        {
            Finish(poll, shard, late > Late && again is { } delay ? delay + (Shorter(late, poll.Interval) * dice()) : again);
        }
    }

    private void Finish(PendingPoll poll, OwnedShard shard, TimeSpan? again)
    {
        lock (_gate)
        {
            _inFlight--;
            shard.InFlight--;
            if (again is null)
                shard.Pending.Remove(poll.Id);
            else if (!poll.IsDropped)
                PutBack(poll, again.Value);
            while (_inFlight < _atOnce && _waiting.TryDequeue(out var next))
            {
                if (!next.IsDropped)
                    Begin(next);
            }
        }
    }

    private void Drop(PendingPoll poll)
    {
        poll.IsDropped = true;
        _wheel.Remove(poll);
    }

    private void PutBack(PendingPoll poll, TimeSpan delay)
    {
        var now = clock.Now;
        poll.IsOut = false;
        poll.DueAt = now + (long)Math.Ceiling(delay.TotalMilliseconds);
        if (poll.Outcome is null && poll.DueAt > poll.ExpiresAt)
            poll.DueAt = Math.Max(now, poll.ExpiresAt);
        _wheel.Add(poll);
        if (poll.DueAt < _sleepsUntil)
            WakeUp();
    }

    /// <summary>After a pause everything is due at once; it is taken over one interval instead, and bunches no more.</summary>
    private void SpreadWhatIsLate(TimeSpan pause)
    {
        var late = new List<PendingPoll>();
        _wheel.Take(clock.Now, late);
        foreach (var poll in late)
            PutBack(poll, Shorter(pause, poll.Interval) * dice());
    }

    private void WakeUp()
    {
        _sleepsUntil = long.MinValue;
        _sooner.TrySetResult();
        _sooner = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    // Whoever comes after us does not have the verdict that the store did not take, and asks as if there were none.
    private static TimeSpan Delay(PendingPoll poll, long now) => poll switch
    {
        { Outcome: null } => TimeSpan.FromMilliseconds(poll.DueAt - now),
        { IsWritten: true } => TimeSpan.Zero,
        _ => poll.Interval,
    };

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    [LoggerMessage(2102, LogLevel.Error, "Verification {Id} could not be attended to; it is tried again")]
    private partial void TurnFailed(Exception exception, VerificationId id);
}
