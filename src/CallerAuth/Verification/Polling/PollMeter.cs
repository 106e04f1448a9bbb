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

    public PollMeter(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _lateness = meter.CreateHistogram<double>("callerauth.poll.lateness", "s", "From when a verification was due to when it was taken.");
        _troubled = meter.CreateCounter<long>("callerauth.poll.troubled", description: "Verifications that could not be attended to and are tried again.");
        _unwritten = meter.CreateCounter<long>("callerauth.poll.unwritten", description: "Ends and changes that the store did not take at once.");
        _unreadable = meter.CreateCounter<long>("callerauth.poll.unreadable", description: "Records in the store that nobody can read and nobody polls for.");
    }

    public void Taken(TimeSpan late) => _lateness.Record(late.TotalSeconds);

    public void Troubled() => _troubled.Add(1);

    public void Unwritten() => _unwritten.Add(1);

    public void Unreadable() => _unreadable.Add(1);
}
