using System.Collections.Concurrent;

namespace CallerAuth.Simulator.Load;

/// <summary>Counts what the service complains of in its log, by who says it; one example of each is kept.</summary>
internal sealed class ServiceLog
{
    private const int KindsMax = 50;

    private readonly ConcurrentDictionary<string, (int Times, string Says)> _complaints = new(StringComparer.Ordinal);
    private string? _head;

    /// <summary>By level, category and event: how often, and what was said first.</summary>
    public IReadOnlyDictionary<string, (int Times, string Says)> Complaints => _complaints;

    /// <summary>A line of the console: the head of a message, or what it says.</summary>
    public void Hear(string line)
    {
        if (line.Length > 5 && line[4] == ':' && line[..4] is "warn" or "fail" or "crit")
        {
            _head = line;
            if (_complaints.Count < KindsMax || _complaints.ContainsKey(line))
                _complaints.AddOrUpdate(line, (1, ""), (_, before) => (before.Times + 1, before.Says));
        }
        else if (_head is { } head)
        {
            _head = null;
            if (_complaints.TryGetValue(head, out var known) && known.Says.Length == 0)
                _complaints[head] = (known.Times, line.Trim());
        }
    }
}
