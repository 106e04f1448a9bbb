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

    /// <summary>To wake up has its price, whatever is due then: where little is pending, more is taken at once.</summary>
    private const int Few = 15_000;

    private static readonly TimeSpan NapWhenFew = TimeSpan.FromMilliseconds(2 * DueWheel.Tick);
    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(DueWheel.Tick);
    private static readonly TimeSpan AfterATroubledTurn = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterAPause = TimeSpan.FromMilliseconds(300);

    private readonly Lock _gate = new();
    private readonly Queue<PendingPoll> _waiting = new();
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
            Begin(poll);
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
                due.ForEach(Begin);
                due.Clear();
            }

            await SleepAsync(pending.NextLook() is { } next && mayPoll ? next : null, sooner, stopping);
        }
    }

    private bool MayPoll => clock.Now < Volatile.Read(ref _mayPollUntil);

    private async Task SleepAsync(long? until, Task sooner, CancellationToken stopping)
    {
        var sleep = until is { } moment ? TimeSpan.FromMilliseconds(Math.Max(0, moment - clock.Now)) : Timeout.InfiniteTimeSpan;
        var nap = pending.Waiting < Few ? NapWhenFew : Nap;
        if (until is not null && sleep <= nap)
        {
            await Task.Delay(nap, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(Task.Delay(sleep, time, over.Token), sooner);
        await over.CancelAsync();
    }

    private void Begin(PendingPoll poll)
    {
        lock (_gate)
        {
            // What has ended already does not wait behind polls that hang.
            if (_inFlight >= _atOnce && poll.Outcome is null)
                _waiting.Enqueue(poll);
            else if (pending.Begin(poll) is { } shard)
                Start(poll, shard);
        }
    }

    private void Start(PendingPoll poll, OwnedShard shard)
    {
        _inFlight++;
        ThreadPool.UnsafeQueueUserWorkItem(static of => _ = of.Dispatcher.TakeAsync(of.Poll, of.Shard), (Dispatcher: this, Poll: poll, Shard: shard), preferLocal: false);
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
            while (_inFlight < _atOnce && _waiting.TryDequeue(out var next))
            {
                if (pending.Begin(next) is { } shardOfNext)
                    Start(next, shardOfNext);
            }
        }
    }

    [LoggerMessage(2102, LogLevel.Error, "Verification {Id} could not be attended to; it is tried again")]
    private partial void TurnFailed(Exception exception, VerificationId id);
}
