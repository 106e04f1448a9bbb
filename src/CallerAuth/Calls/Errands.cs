namespace CallerAuth.Calls;

/// <summary>
/// Work that outlives the webhook that asked for it. What must happen is tried again while its call can be alive; a stop of the service
/// lets what runs finish and gives what waits for its next try a last one, for as long as the host allows.
/// </summary>
internal sealed partial class Errands(TimeProvider time, ILogger<Errands> logger) : IHostedService, IDisposable
{
    /// <summary>More callers than this between their number and the provider's answer means that something is very wrong.</summary>
    private const int Most = 2000;

    /// <summary>A store that fails over is back by then; what is still undone then is found by the caller's own next webhook.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Slow, so that soon after the store is back the calls know what happened meanwhile: the poller moves them on from there.</summary>
    private const double Growth = 1.3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _lastTries = new();
    private readonly CancellationTokenSource _givingUp = new();
    private readonly HashSet<Task> _running = [];

    /// <returns>False when there is too much to do already.</returns>
    public bool TryRun(Func<CancellationToken, Task> errand)
    {
        lock (_running)
        {
            if (_running.Count >= Most)
            {
                TooMany(Most);
                return false;
            }

            // An errand is not part of the request that asked for it: neither its trace nor whatever else flows with it.
            using var apart = ExecutionContext.SuppressFlow();
            var task = Task.Run(() => GuardAsync(errand));
            _running.Add(task);
            _ = task.ContinueWith(Forget, TaskScheduler.Default);
            return true;
        }
    }

    /// <summary>Runs what must happen, again and again until it does. It may be done twice, so it must be harmless then.</summary>
    /// <returns>False when there is too much to do already.</returns>
    public bool TryInsist(Func<CancellationToken, Task> errand) => TryRun(cancellationToken => InsistAsync(errand, cancellationToken));

    /// <param name="errand">What must happen.</param>
    /// <param name="after">How long it can wait, so that more comes together; a stop of the service does not wait.</param>
    /// <returns>False when there is too much to do already.</returns>
    public bool TryInsist(Func<CancellationToken, Task> errand, TimeSpan after) => TryRun(async cancellationToken =>
    {
        await PauseAsync(after);
        await InsistAsync(errand, cancellationToken);
    });

    /// <summary>The same as a part of an errand.</summary>
    public async Task InsistAsync(Func<CancellationToken, Task> errand, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * Growth < LongestPause ? pause * Growth : LongestPause)
        {
            var isLast = _lastTries.IsCancellationRequested;
            try
            {
                await errand(cancellationToken);
                return;
            }
#pragma warning disable CA1031 // Whatever failed, the next try may be luckier; the last one's failure is told.
            catch (Exception e) when (!isLast && !cancellationToken.IsCancellationRequested && time.GetElapsedTime(began) + pause < Patience)
            {
                TriedAgain(e, pause);
            }
#pragma warning restore CA1031

            await PauseAsync(pause);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>May be asked again: an errand that came after a stop runs too, and is waited for by the next.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _lastTries.CancelAsync();
        await using var hurry = cancellationToken.Register(_givingUp.Cancel);
        // An errand may ask for another one.
        while (Running() is { Length: > 0 } running)
            await Task.WhenAll(running);
    }

    // Not disposed: the host may stop us once more, and the sources hold nothing but memory.
    public void Dispose()
    {
        _lastTries.Cancel();
        _givingUp.Cancel();
    }

    /// <summary>A stop of the service only ends the wait.</summary>
    private async Task PauseAsync(TimeSpan pause) => await Task.Delay(pause, time, _lastTries.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private Task[] Running()
    {
        lock (_running)
            return [.. _running.Where(task => !task.IsCompleted)];
    }

    private async Task GuardAsync(Func<CancellationToken, Task> errand)
    {
        try
        {
            await errand(_givingUp.Token);
        }
#pragma warning disable CA1031 // Nobody awaits an errand; its failure is told here, and every state has a deadline.
        catch (Exception e)
        {
            Failed(e);
        }
#pragma warning restore CA1031
    }

    private void Forget(Task task)
    {
        lock (_running)
            _running.Remove(task);
    }

    [LoggerMessage(3101, LogLevel.Error, "An errand failed")]
    private partial void Failed(Exception exception);

    [LoggerMessage(3102, LogLevel.Error, "{Most} errands run already; another one was refused")]
    private partial void TooMany(int most);

    [LoggerMessage(3103, LogLevel.Warning, "An errand failed and is tried again in {Pause}")]
    private partial void TriedAgain(Exception exception, TimeSpan pause);
}
