using System.Collections.Concurrent;

namespace CallerAuth.Simulator.Load;

/// <summary>Every call of a run, accounted for: how many began and ended, how, and which of them otherwise than they must.</summary>
internal sealed class CallBook
{
    /// <summary>Each is told in full, so a run in which everything fails keeps some of them and counts the rest.</summary>
    public const int FailuresKept = 20;

    private readonly ConcurrentDictionary<string, Tally> _endings = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<FailedCall> _failures = [];
    private int _begun;
    private int _ended;
    private int _failed;
    private int _stuck;
    private int _verifiedWrongly;

    public int Begun => Volatile.Read(ref _begun);

    public int Ended => Volatile.Read(ref _ended);

    public int Live => Begun - Ended;

    public int Failed => Volatile.Read(ref _failed);

    public int Stuck => Volatile.Read(ref _stuck);

    public int VerifiedWrongly => Volatile.Read(ref _verifiedWrongly);

    /// <summary>The first of those that ended otherwise.</summary>
    public IReadOnlyCollection<FailedCall> Failures => [.. _failures];

    /// <summary>By name of the ending: how many meant it, and of how many it came.</summary>
    public IReadOnlyList<(string Ending, int Begun, int AsMeant)> Endings =>
        [.. _endings.Select(ending => (ending.Key, ending.Value.Begun, ending.Value.AsMeant)).OrderByDescending(ending => ending.Begun).ThenBy(ending => ending.Key, StringComparer.Ordinal)];

    /// <summary>Nothing is missing, and nothing is otherwise.</summary>
    public bool IsBalanced => Failed == 0 && Begun == Ended && Endings.All(ending => ending.Begun == ending.AsMeant);

    /// <summary>From approval in the app to the redirect by REST.</summary>
    public Histogram ApprovedToMoved { get; } = new();

    /// <summary>From the answer that told of the approval to the redirect: the service's own part.</summary>
    public Histogram ToldToMoved { get; } = new();

    public void Begin(LoadPlan plan)
    {
        Interlocked.Increment(ref _begun);
        Interlocked.Increment(ref Of(plan).Begun);
    }

    public void End(LoadPlan plan, CallEnd end)
    {
        Interlocked.Increment(ref _ended);
        if (end.Failures.Count == 0)
        {
            Interlocked.Increment(ref Of(plan).AsMeant);
            return;
        }

        Interlocked.Increment(ref _failed);
        if (end.IsStuck)
            Interlocked.Increment(ref _stuck);
        if (end.IsVerifiedWrongly)
            Interlocked.Increment(ref _verifiedWrongly);
        if (_failures.Count < FailuresKept)
            _failures.Enqueue(new FailedCall(plan.Ending, end));
    }

    private Tally Of(LoadPlan plan) => _endings.GetOrAdd(plan.Ending, _ => new Tally());

    private sealed class Tally
    {
        public int Begun;
        public int AsMeant;
    }
}

/// <summary>How a call ended: all that was otherwise than it must be, and what was told of it last.</summary>
internal sealed record CallEnd(IReadOnlyList<string> Failures, bool IsStuck, bool IsVerifiedWrongly, string Transcript);

/// <summary>A call that ended otherwise than its caller's script says.</summary>
internal sealed record FailedCall(string Ending, CallEnd End);
