using Microsoft.Extensions.Options;

namespace CallerAuth.Verification;

/// <summary>
/// Claims what is due and has it attended to, shard by shard. Every instance runs the same loops and there is no leader.
/// It survives every single failure: a store that is away is asked again, and whatever was claimed is due again when its lease is over.
/// </summary>
internal sealed partial class PollWorker(
    PollSchedule schedule, VerificationAttendant attendant, IOptions<VerificationOptions> options, TimeProvider time, Dice dice, ILogger<PollWorker> logger)
    : BackgroundService
{
    private const int Batch = 64;

    private static readonly TimeSpan WhileEnding = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _givingUp = new();
    private readonly SemaphoreSlim _places = new(options.Value.PollsAtOnce);
    private readonly TimeSpan _idle = options.Value.LookAtLeastEvery;

    /// <summary>Stops claiming, then lets what is in flight come to its end: a token comes once, and an answer that is dropped cannot be had again.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            while (_places.CurrentCount < options.Value.PollsAtOnce)
                await Task.Delay(WhileEnding, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            GiveUp();
        }
    }

    public override void Dispose()
    {
        GiveUp();
        base.Dispose();
    }

    // Not disposed: what is given up still lets go of its place and of its token. Neither holds anything but memory.
    private void GiveUp() => _givingUp.Cancel();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Store.Keys.ShardCount).Select(shard => WatchAsync(shard, stoppingToken)));

    private async Task WatchAsync(int shard, CancellationToken stopping)
    {
        // Shards start apart, so that they do not all ask the store in the same millisecond ever after.
        await WaitAsync(_idle * dice(), stopping);
        while (!stopping.IsCancellationRequested)
        {
            var pause = _idle;
            try
            {
                var batch = await schedule.ClaimAsync(shard, Batch);
                foreach (var id in batch.Ids)
                    await TakeAsync(id, batch, stopping);
                pause = Pause(batch);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The loop must outlive whatever the store or the network throws at it.
            catch (Exception e)
            {
                ClaimFailed(e, shard);
            }
#pragma warning restore CA1031
            await WaitAsync(pause, stopping);
        }
    }

    private TimeSpan Pause(ClaimedBatch batch)
    {
        if (batch.Ids.Count == Batch)
            return TimeSpan.Zero;
        return batch.UntilNext is { } next && next < _idle ? next : _idle;
    }

    private async Task TakeAsync(string text, ClaimedBatch batch, CancellationToken stopping)
    {
        if (!VerificationId.TryParse(text, out var id))
            return;
        await _places.WaitAsync(stopping);
        _ = AttendAsync(id, batch);
    }

    private async Task AttendAsync(VerificationId id, ClaimedBatch batch)
    {
        try
        {
            await attendant.AttendAsync(id, batch.Lease, batch.Now, _givingUp.Token);
        }
        catch (OperationCanceledException) when (_givingUp.IsCancellationRequested)
        {
            // Its lease runs out and another instance takes over.
        }
#pragma warning disable CA1031 // One verification that fails must not stop the others; it is due again when its lease is over.
        catch (Exception e)
        {
            AttentionFailed(e, id);
        }
#pragma warning restore CA1031
        finally
        {
            _places.Release();
        }
    }

    // A token that is cancelled while waiting only ends the wait; the loop looks for itself.
    private Task WaitAsync(TimeSpan pause, CancellationToken stopping) =>
        pause <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(pause, time, stopping).ContinueWith(_ => { }, TaskScheduler.Default);

    [LoggerMessage(2101, LogLevel.Warning, "Could not claim what is due in shard {Shard}; it will be tried again")]
    private partial void ClaimFailed(Exception exception, int shard);

    [LoggerMessage(2102, LogLevel.Error, "Verification {Id} could not be attended to; it is due again when its lease is over")]
    private partial void AttentionFailed(Exception exception, VerificationId id);
}
