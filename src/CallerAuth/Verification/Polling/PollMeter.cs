using System.Diagnostics.Metrics;

namespace CallerAuth.Verification.Polling;

/// <summary>What the engine counts: how much it polls, how late, and what went wrong.</summary>
internal sealed class PollMeter
{
    public const string Name = "CallerAuth.Polling";

    private readonly Histogram<double> _lateness;
    private readonly Counter<long> _troubled;
    private readonly Counter<long> _unwritten;
    private readonly Counter<long> _unreadable;
    private readonly Histogram<double> _beats;
    private double _latest;

    public PollMeter(IMeterFactory meters, PendingPolls pending)
    {
        var meter = meters.Create(Name);
        _lateness = meter.CreateHistogram(
            "callerauth.poll.lateness",
            "s",
            "From when a verification was due to when it was taken.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.02, 0.04, 0.075, 0.1, 0.25, 0.5, 1, 3, 10] });
        _troubled = meter.CreateCounter<long>("callerauth.poll.troubled", description: "Verifications that could not be attended to and are tried again.");
        _unwritten = meter.CreateCounter<long>("callerauth.poll.unwritten", description: "Ends and changes that the store did not take at once.");
        _unreadable = meter.CreateCounter<long>("callerauth.poll.unreadable", description: "Records in the store that nobody can read and nobody polls for.");
        _beats = meter.CreateHistogram(
            "callerauth.store.beat.duration",
            "s",
            "How long the store takes to answer an instance's sign of life, once a second.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5] });
        meter.CreateObservableUpDownCounter("callerauth.poll.pending", () => pending.Waiting, "{verification}", "Verifications that this instance polls.");
        meter.CreateObservableUpDownCounter("callerauth.poll.shards", () => pending.Owned().Count, "{shard}", "Shards that this instance has; all instances together have all of them.");
    }

    /// <summary>Of the poll that went out last; it says nothing where none is pending any more.</summary>
    public TimeSpan LatestLateness => TimeSpan.FromSeconds(Volatile.Read(ref _latest));

    public void Taken(TimeSpan late)
    {
        Volatile.Write(ref _latest, late.TotalSeconds);
        _lateness.Record(late.TotalSeconds);
    }

    public void Beat(TimeSpan took) => _beats.Record(took.TotalSeconds);

    public void Troubled() => _troubled.Add(1);

    public void Unwritten() => _unwritten.Add(1);

    public void Unreadable() => _unreadable.Add(1);
}
