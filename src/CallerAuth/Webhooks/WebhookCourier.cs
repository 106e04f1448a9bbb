using CallerAuth.Ciba;

namespace CallerAuth.Webhooks;

/// <summary>Hands events in for every target that wants them, and runs a lane for each.</summary>
internal sealed partial class WebhookCourier : BackgroundService
{
    private readonly Dictionary<WebhookTarget, WebhookLane> _lanes = [];
    private readonly List<HttpMessageInvoker> _invokers = [];
    private readonly Outbox _outbox;
    private readonly WebhookMeter _meter;
    private readonly ILogger<WebhookCourier> _logger;

    public WebhookCourier(
        WebhookTargets targets, WebhookConnections connections, Outbox outbox, WebhookPace pace, WebhookMeter meter, Dice dice, TimeProvider time, ILoggerFactory loggers)
    {
        (_outbox, _meter, _logger) = (outbox, meter, loggers.CreateLogger<WebhookCourier>());
        foreach (var target in targets.All)
        {
            var invoker = new HttpMessageInvoker(connections.For(target, WebhookLane.AtOnce));
            _invokers.Add(invoker);
            _lanes[target] = new WebhookLane(target, outbox, new WebhookSender(target, invoker, time), pace, meter, dice, time, loggers.CreateLogger<WebhookLane>());
        }
    }

    public bool HasTargets => _lanes.Count > 0;

    /// <summary>Notes an event in the store for each target that wants it; once it returns, the event outlives this process. May be called again for the same event.</summary>
    /// <exception cref="StackExchange.Redis.RedisException">The store is away: call again.</exception>
    public async Task PostAsync(WebhookEvent happened)
    {
        foreach (var (target, lane) in _lanes.Where(pair => !pair.Key.IsGone && pair.Key.Wants(happened)))
        {
            switch (await _outbox.PostAsync(target, happened))
            {
                case Posted.Accepted:
                    lane.Wake();
                    break;
                case Posted.Full:
                    _meter.Lost(target);
                    Full(happened.Id, target.Host, Outbox.MostWaiting);
                    break;
                default:
                    break;
            }
        }
    }

    public override void Dispose()
    {
        foreach (var invoker in _invokers)
            invoker.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(_lanes.Values.Select(lane => lane.RunAsync(stoppingToken)));

    [LoggerMessage(8201, LogLevel.Error, "Event {Id} was not noted for {Host}: {Most} wait already")]
    private partial void Full(string id, string host, int most);
}
