using System.Threading.Channels;
using CallerAuth.Ciba;
using StackExchange.Redis;

namespace CallerAuth.Webhooks;

/// <summary>Delivers the events of one target, a few at once. A target that hangs or fails costs this lane and no other.</summary>
internal sealed partial class WebhookLane(
    WebhookTarget target, Outbox outbox, WebhookSender sender, WebhookPace pace, WebhookMeter meter, Dice dice, TimeProvider time, ILogger<WebhookLane> logger)
{
    public const int AtOnce = 4;

    /// <summary>What another instance noted, or left behind, is found within this time; our own at once.</summary>
    private static readonly TimeSpan LookAtLeastEvery = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan WhileTheStoreIsAway = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>There is something new for this target, or room for more.</summary>
    public void Wake() => _news.Writer.TryWrite(true);

    public async Task RunAsync(CancellationToken stopping)
    {
        var running = new HashSet<Task>();
        while (!stopping.IsCancellationRequested && !target.IsGone)
        {
            running.RemoveWhere(task => task.IsCompleted);
            var wait = LookAtLeastEvery;
            if (running.Count < AtOnce)
                wait = await TakeAsync(running, stopping);
            await WaitAsync(wait, stopping);
        }

        await Task.WhenAll(running);
    }

    /// <returns>How long there is nothing to do.</returns>
    private async Task<TimeSpan> TakeAsync(HashSet<Task> running, CancellationToken stopping)
    {
        try
        {
            var (claimed, next) = await outbox.ClaimAsync(target, AtOnce - running.Count);
            foreach (var claim in claimed)
                running.Add(DeliverAsync(claim, stopping));
            return next is { } soon && soon < LookAtLeastEvery ? soon : LookAtLeastEvery;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            StoreAway(target.Host, e.GetType().Name);
            return WhileTheStoreIsAway;
        }
    }

    private async Task DeliverAsync(OutboxClaim claim, CancellationToken stopping)
    {
        try
        {
            var began = time.GetTimestamp();
            var delivery = await sender.SendAsync(claim.Id, claim.Message.Body, stopping);
            meter.Answered(target, time.GetElapsedTime(began));
            await SettleAsync(claim, delivery);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Whether it arrived is not known. The lease runs out, and another instance posts it once more under the same id.
        }
#pragma warning disable CA1031 // One delivery must not end the lane; the lease runs out and it is tried again.
        catch (Exception e)
        {
            NotSettled(e, claim.Id, target.Host);
        }
#pragma warning restore CA1031
        finally
        {
            Wake();
        }
    }

    private async Task SettleAsync(OutboxClaim claim, Delivery delivery)
    {
        switch (delivery)
        {
            case Delivery.Done:
                meter.Delivered(target);
                Delivered(claim.Id, claim.Message.Type, target.Host);
                await outbox.DeliveredAsync(target, claim);
                break;
            case Delivery.Gone:
                target.IsGone = true;
                Gone(target.Host);
                await outbox.GivenUpAsync(target, claim);
                break;
            case Delivery.Failed failed:
                meter.Failed(target);
                await AgainAsync(claim, failed);
                break;
        }
    }

    private async Task AgainAsync(OutboxClaim claim, Delivery.Failed failed)
    {
        var tries = claim.Tries + 1;
        if (pace.After(tries, failed.RetryAfter, dice()) is { } delay)
        {
            FailedOnce(claim.Id, target.Host, failed.Why, tries, delay);
            await outbox.AgainAsync(target, claim, tries, delay);
            return;
        }

        meter.Lost(target);
        GaveUp(claim.Id, claim.Message.Type, target.Host, failed.Why, tries);
        await outbox.GivenUpAsync(target, claim);
    }

    private async Task WaitAsync(TimeSpan atMost, CancellationToken stopping)
    {
        using var patience = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
        try
        {
            await _news.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
        }
    }

    [LoggerMessage(8101, LogLevel.Information, "Event {Id} ({Type}) was delivered to {Host}")]
    private partial void Delivered(string id, string type, string host);

    [LoggerMessage(8102, LogLevel.Warning, "Event {Id} could not be delivered to {Host} ({Why}), try {Tries}; it is tried again in {Delay}")]
    private partial void FailedOnce(string id, string host, string why, int tries, TimeSpan delay);

    [LoggerMessage(8103, LogLevel.Error, "Event {Id} ({Type}) was given up: {Host} did not take it ({Why}) in {Tries} tries")]
    private partial void GaveUp(string id, string type, string host, string why, int tries);

    [LoggerMessage(8104, LogLevel.Error, "{Host} answered 410 Gone and is told nothing more until the next start; take it out of Webhooks, or mend it and restart")]
    private partial void Gone(string host);

    [LoggerMessage(8105, LogLevel.Warning, "The outbox for {Host} could not be read ({Fault})")]
    private partial void StoreAway(string host, string fault);

    [LoggerMessage(8106, LogLevel.Warning, "What became of event {Id} for {Host} could not be noted; it is posted again under the same id")]
    private partial void NotSettled(Exception exception, string id, string host);
}
