using CallerAuth.Calls;

namespace CallerAuth.Agents.Statistics;

/// <summary>
/// Adds up what is counted here and writes it to the store every second, together: a busy instance counts a hundred things in that time,
/// and nobody waits for any of them. What was not written when a process dies is not counted.
/// </summary>
internal sealed class FigureTally(FigureBook book, Errands errands, TimeProvider time)
{
    /// <summary>How far behind the figures are.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();

    /// <summary>How often, by what is counted: that has no count of its own.</summary>
    private Dictionary<Counted, long> _counts = [];
    private bool _isAsked;

    /// <param name="line">The called number.</param>
    /// <param name="eid">Null while it is not settled.</param>
    /// <param name="name">One of <see cref="Figure"/>.</param>
    public void Count(string line, string? eid, string name)
    {
        var cell = new Counted(Counted.HourOf(time.GetUtcNow()), line, eid ?? "", name, Count: 0);
        lock (_gate)
        {
            _counts[cell] = _counts.GetValueOrDefault(cell) + 1;
            if (_isAsked)
                return;
            _isAsked = true;
        }

        // Where there is too much to do, the next count asks again.
        if (!AskForWriting())
        {
            lock (_gate)
                _isAsked = false;
        }
    }

    private bool AskForWriting()
    {
        var batch = Guid.NewGuid().ToString("n");
        IReadOnlyList<Counted>? counted = null;
        return errands.TryInsist(_ => book.AddAsync(batch, counted ??= Take()), Every);
    }

    private List<Counted> Take()
    {
        lock (_gate)
        {
            List<Counted> taken = [.. _counts.Select(cell => cell.Key with { Count = cell.Value })];
            _counts = [];
            _isAsked = false;
            return taken;
        }
    }
}
