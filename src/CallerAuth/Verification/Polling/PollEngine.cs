using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CallerAuth.Verification.Polling;

/// <summary>
/// Keeps asking, for every verification in the shards of this instance. Each of its loops does one thing and outlives whatever the
/// store or the network throws at it: say that we are alive, arrange the shards, take in what is new, and poll.
/// </summary>
internal sealed partial class PollEngine(
    InstancePulse pulse, ShardKeeper keeper, PendingPolls pending, PollDispatcher dispatcher, PollDesk desk, IOptions<VerificationOptions> options, TimeProvider time, ILogger<PollEngine> logger)
    : BackgroundService
{
    private readonly CancellationTokenSource _left = new();
    private readonly SemaphoreSlim _rearrange = new(0, 1);
    private Task _alive = Task.CompletedTask;
    private Task _polling = Task.CompletedTask;
    private bool _listens;

    /// <summary>Begins no more polls, lets those in flight come to their end, and hands over what is pending with exact times.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await keeper.HandOverAllAsync(cancellationToken);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or OperationCanceledException or ObjectDisposedException)
        {
            NotHandedOver(e);
        }

        // A beat that came after our goodbye would bring us in again.
        await _left.CancelAsync();
        await Task.WhenAll(_alive, _polling);
        try
        {
            await pulse.LeaveAsync();
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            NotHandedOver(e);
        }
    }

    public override void Dispose()
    {
        _left.Cancel();
        keeper.LoseAll();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // To the others we stay alive until everything is handed over, and ends that the store has not taken are offered to it.
        _alive = Task.Run(() => RepeatAsync("say that it is alive", StayAliveAsync, () => Task.Delay(PollTimes.BeatEvery, time, _left.Token), _left.Token), CancellationToken.None);
        _polling = Task.Run(() => dispatcher.RunAsync(_left.Token), CancellationToken.None);
        return Task.WhenAll(
            Task.Run(() => RepeatAsync("arrange the shards", keeper.ArrangeAsync, () => _rearrange.WaitAsync(stoppingToken), stoppingToken), CancellationToken.None),
            Task.Run(() => RepeatAsync("look at the shards", LookAtAllAsync, () => Task.Delay(options.Value.LookAtLeastEvery, time, stoppingToken), stoppingToken), CancellationToken.None),
            Task.Run(() => RepeatAsync("take in what is new", TakeInAsync, () => desk.HandedIn.WaitToReadAsync(stoppingToken).AsTask(), stoppingToken), CancellationToken.None));
    }

    private async Task RepeatAsync(string what, Func<Task> doAsync, Func<Task> waitAsync, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await doAsync();
            }
#pragma warning disable CA1031 // The loop must outlive whatever happens in it.
            catch (Exception e)
            {
                Failed(e, what);
            }
#pragma warning restore CA1031
            await waitAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task StayAliveAsync()
    {
        if (!await pulse.BeatAsync())
        {
            keeper.LoseAll();
            await pulse.BeatAsync();
        }

        Rearrange();
        if (!_listens)
        {
            await desk.ListenAsync();
            _listens = true;
        }
    }

    private Task LookAtAllAsync()
    {
        foreach (var shard in pending.Owned())
            desk.HandIn(new HandedIn.Attention(shard.Number));
        return Task.CompletedTask;
    }

    private async Task TakeInAsync()
    {
        var attention = new HashSet<int>();
        while (desk.HandedIn.TryRead(out var handedIn))
        {
            switch (handedIn)
            {
                case HandedIn.Begun begun:
                    keeper.Begun(begun);
                    break;
                case HandedIn.Cancelled cancelled:
                    keeper.Cancelled(cancelled);
                    break;
                case HandedIn.Notified notified:
                    keeper.Notified(notified);
                    break;
                case HandedIn.Uncertain uncertain:
                    keeper.MayHaveMissed(uncertain.Shard);
                    attention.Add(uncertain.Shard);
                    break;
                case HandedIn.Attention called:
                    attention.Add(called.Shard);
                    break;
                case HandedIn.Left left:
                    keeper.IsLeaving(left.Instance);
                    Rearrange();
                    break;
                default:
                    Rearrange();
                    break;
            }
        }

        await Task.WhenAll(attention.Select(keeper.LookAsync));
    }

    private void Rearrange()
    {
        lock (_rearrange)
        {
            if (_rearrange.CurrentCount == 0)
                _rearrange.Release();
        }
    }

    [LoggerMessage(2101, LogLevel.Warning, "The poll engine could not {What}; it is tried again")]
    private partial void Failed(Exception exception, string what);

    [LoggerMessage(2103, LogLevel.Warning, "What is pending could not be handed over; it is taken over after our lease")]
    private partial void NotHandedOver(Exception exception);
}
