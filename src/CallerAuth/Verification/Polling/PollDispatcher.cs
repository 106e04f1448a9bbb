using CallerAuth.Ciba;
using Microsoft.Extensions.Options;

namespace CallerAuth.Verification.Polling;

/// <summary>
/// Has every pending poll taken when it is due, a bounded number at once, and only while we may. It sleeps until the next one is due
/// and wakes when a sooner one comes.
/// </summary>
internal sealed partial class PollDispatcher(
    PendingPolls pending, PollTurn turn, PollClock clock, PollMeter meter, IOptions<VerificationOptions> options, TimeProvider time, Dice dice, ILogger<PollDispatcher> logger)
{
    /// <summary>Lateness beyond this is spread out, so that what was late together is not late together for ever.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(50);

    /// <summary>So many polls are sent one after another by one thread: to wake another one costs as much as to send several.</summary>
    private const int Row = 64;

    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(DueWheel.Tick);
    private static readonly TimeSpan AfterATroubledTurn = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterAPause = TimeSpan.FromMilliseconds(300);

    private readonly Lock _gate = new();
    private readonly Queue<PendingPoll> _waiting = new();
    private readonly List<(PendingPoll Poll, OwnedShard Shard)> _linedUp = [];
    private readonly int _atOnce = options.Value.PollsAtOnce;
    private int _inFlight;
    private long _mayPollUntil = long.MinValue;

    /// <summary>We are known to be alive until this moment of the clock; nothing is polled after it.</summary>
    public void MayPollUntil(long moment)
    {
        var until = Interlocked.Exchange(ref _mayPollUntil, moment);
        var pausedFor = clock.Now - until;
        if (until != long.MinValue && pausedFor > 0)
            pending.SpreadWhatIsLate(TimeSpan.FromMilliseconds(pausedFor));
        pending.WakeUp();
    }

    /// <summary>Polls hang that were sent while we were known to be alive; whoever takes over must not find them still open.</summary>
    public void AbortPolls()
    {
        foreach (var shard in pending.Owned())
            shard.AbortPolls();
    }

    /// <summary>Has a poll taken now, for whatever reason it is known to bring an answer.</summary>
    public void Hasten(OwnedShard shard, VerificationId id)
    {
        if (pending.TakeNow(shard, id) is { } poll)
            Begin([poll]);
    }

    public async Task RunAsync(CancellationToken stopping)
    {
        var due = new List<PendingPoll>();
        while (!stopping.IsCancellationRequested)
        {
            // Asked for before the look, so that nothing comes between the two unnoticed.
            var sooner = pending.Sooner;
            var mayPoll = MayPoll;
            if (mayPoll)
            {
                pending.TakeDue(due);
                Begin(due);
                due.Clear();
            }

            await SleepAsync(pending.NextLook() is { } next && mayPoll ? next : null, sooner, stopping);
        }
    }

    private bool MayPoll => clock.Now < Volatile.Read(ref _mayPollUntil);

    private async Task SleepAsync(long? until, Task sooner, CancellationToken stopping)
    {
        var sleep = until is { } moment ? TimeSpan.FromMilliseconds(Math.Max(0, moment - clock.Now)) : Timeout.InfiniteTimeSpan;
        if (until is not null && sleep <= Nap)
        {
            await Task.Delay(Nap, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(Task.Delay(sleep, time, over.Token), sooner);
        await over.CancelAsync();
    }

    private void Begin(IReadOnlyList<PendingPoll> polls)
    {
        lock (_gate)
        {
            foreach (var poll in polls)
            {
                // What has ended already does not wait behind polls that hang.
                if (_inFlight >= _atOnce && poll.Outcome is null)
                    _waiting.Enqueue(poll);
                else
                    LineUp(poll);
            }

            StartWhatIsLinedUp();
        }
    }

    private void LineUp(PendingPoll poll)
    {
        if (pending.Begin(poll) is not { } shard)
            return;
        _inFlight++;
        _linedUp.Add((poll, shard));
    }

    private void StartWhatIsLinedUp()
    {
        foreach (var row in _linedUp.Chunk(Row))
            ThreadPool.UnsafeQueueUserWorkItem(static of => of.Dispatcher.Take(of.Row), (Dispatcher: this, Row: row), preferLocal: false);
        _linedUp.Clear();
    }

    private void Take((PendingPoll Poll, OwnedShard Shard)[] row)
    {
        foreach (var (poll, shard) in row)
            _ = TakeAsync(poll, shard);
    }

    private async Task TakeAsync(PendingPoll poll, OwnedShard shard)
    {
        var late = TimeSpan.FromMilliseconds(Math.Max(0, clock.Now - poll.DueAt));
        TimeSpan? again = null;
        try
        {
            // Begun before this process stood still, perhaps: meanwhile somebody else may have taken over.
            if (!MayPoll)
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
            again = TimeSpan.Max(poll.Interval, AfterATroubledTurn);
            meter.Troubled();
            TurnFailed(e, poll.Id);
        }
#pragma warning restore CA1031
        finally
        {
            Finish(poll, shard, late > Late && again is { } delay ? delay + (TimeSpan.Min(late, poll.Interval) * dice()) : again);
        }
    }

    private void Finish(PendingPoll poll, OwnedShard shard, TimeSpan? again)
    {
        pending.Finish(poll, shard, again);
        lock (_gate)
        {
            _inFlight--;
            if (_waiting.Count == 0)
                return;
            while (_inFlight < _atOnce && _waiting.TryDequeue(out var next))
                LineUp(next);
            StartWhatIsLinedUp();
        }
    }

    [LoggerMessage(2102, LogLevel.Error, "Verification {Id} could not be attended to; it is tried again")]
    private partial void TurnFailed(Exception exception, VerificationId id);
}
