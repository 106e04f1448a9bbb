using System.Diagnostics.Metrics;

namespace CallerAuth.Agents.OnCall;

/// <summary>Counts what tasks were not told.</summary>
internal sealed class TaskMeter
{
    public const string Name = "CallerAuth.Tasks";

    private readonly Counter<long> _refused;

    public TaskMeter(IMeterFactory meters) =>
        _refused = meters.Create(Name).CreateCounter<long>("callerauth.task.refused", description: "Ends of verifications that were not told to a task at once, because too many waited.");

    public void Refused() => _refused.Add(1);
}
