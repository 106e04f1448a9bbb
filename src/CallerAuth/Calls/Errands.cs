namespace CallerAuth.Calls;

/// <summary>Work that outlives the webhook that asked for it. A stop of the service lets what runs finish, for as long as the host allows.</summary>
internal sealed partial class Errands(ILogger<Errands> logger) : IHostedService, IDisposable
{
    /// <summary>More callers than this between their number and the provider's answer means that something is very wrong.</summary>
    private const int Most = 2000;

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

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Task[] running;
        lock (_running)
            running = [.. _running];
        await using var hurry = cancellationToken.Register(_givingUp.Cancel);
        await Task.WhenAll(running);
    }

    // Not disposed: the host may stop us once more, and the source holds nothing but memory.
    public void Dispose() => _givingUp.Cancel();

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
}
