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
        _answer = meter.CreateHistogram(
            "callerauth.webhook.answer",
            "s",
            "How long a target took to answer, or not to.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
    }

    public void Answered(WebhookTarget target, TimeSpan after) => _answer.Record(after.TotalSeconds, Of(target));

    public void Delivered(WebhookTarget target) => _delivered.Add(1, Of(target));

    public void Failed(WebhookTarget target) => _failed.Add(1, Of(target));

    public void Lost(WebhookTarget target) => _lost.Add(1, Of(target));

    private static KeyValuePair<string, object?> Of(WebhookTarget target) => new("server.address", target.Host);
}
