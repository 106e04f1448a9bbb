using System.Diagnostics.Metrics;

namespace CallerAuth.Webhooks;

/// <summary>What is counted of deliveries, by the target's host.</summary>
internal sealed class WebhookMeter
{
    public const string Name = "CallerAuth.Webhooks";

    private readonly Counter<long> _delivered;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _lost;
    private readonly Histogram<double> _answer;

    public WebhookMeter(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _delivered = meter.CreateCounter<long>("callerauth.webhook.delivered", description: "Events that a target has taken.");
        _failed = meter.CreateCounter<long>("callerauth.webhook.failed", description: "Tries that failed; each is followed by another, or by giving up.");
        _lost = meter.CreateCounter<long>("callerauth.webhook.lost", description: "Events that no target will hear of: tried for a day, or too many waiting.");
        _answer = meter.CreateHistogram<double>("callerauth.webhook.answer", "s", "How long a target took to answer, or not to.");
    }

    public void Answered(WebhookTarget target, TimeSpan after) => _answer.Record(after.TotalSeconds, Of(target));

    public void Delivered(WebhookTarget target) => _delivered.Add(1, Of(target));

    public void Failed(WebhookTarget target) => _failed.Add(1, Of(target));

    public void Lost(WebhookTarget target) => _lost.Add(1, Of(target));

    private static KeyValuePair<string, object?> Of(WebhookTarget target) => new("server.address", target.Host);
}
