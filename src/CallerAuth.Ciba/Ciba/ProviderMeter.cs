using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CallerAuth.Ciba;

/// <summary>How long the provider takes to answer, and what.</summary>
internal sealed class ProviderMeter
{
    public const string Name = "CallerAuth.Provider";

    private readonly Histogram<double> _duration;

    public ProviderMeter(IMeterFactory meters) => _duration = meters.Create(Name).CreateHistogram(
        "callerauth.provider.request.duration",
        "s",
        "From a request to the provider's answer, or to its failing.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] });

    /// <param name="result">What it came to: the name of a <see cref="StartResult"/> or <see cref="PollResult"/>.</param>
    public void Answered(string endpoint, EId eid, object result, TimeSpan took)
    {
        if (_duration.Enabled)
            _duration.Record(took.TotalSeconds, new TagList { { "callerauth.endpoint", endpoint }, { "callerauth.eid", eid.Name }, { "callerauth.result", result.GetType().Name } });
    }
}
