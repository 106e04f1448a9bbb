using CallerAuth.Ciba;
using Microsoft.Extensions.Options;

namespace CallerAuth.Lines;

/// <summary>Finds the line that a call came in on.</summary>
internal sealed class LineDirectory
{
    private readonly Dictionary<string, Line> _lines;

    public LineDirectory(IOptions<LinesOptions> options, EIdCatalogue eids)
    {
        _lines = options.Value.Lines.ToDictionary(
            line => line.Key,
            line => new Line(line.Value, [.. line.Value.Eids.Select(eids.Find).OfType<EId>()]),
            StringComparer.Ordinal);
    }

    /// <summary>Some line, for the words to staff when it cannot be told which line a call belongs to.</summary>
    public Line First => _lines.Values.First();

    /// <summary>A line that dials the agents' number, for the words to staff when it cannot be told whose call it is.</summary>
    public Line ForAgent(string number) =>
        _lines.Values.FirstOrDefault(line => line.Options.WhenVerified.Number == number || line.Options.WhenUnverified.Number == number) ?? First;

    /// <summary>A line whose callers wait in the queue, for the words to its agents when no caller is there to tell the line by.</summary>
    public Line ForQueue(string queue) => _lines.Values.FirstOrDefault(line => line.Queues.Contains(queue)) ?? First;

    /// <summary>The line with the eIDs that may be asked for on a call that the given side has placed.</summary>
    public Line? Find(string number, CallInitiator initiator) => Find(number)?.For(initiator);

    /// <summary>Keys of the lines that have the number, or the company's name.</summary>
    public IEnumerable<string> Named(string numberOrName) =>
        _lines.Where(line => line.Key == numberOrName || line.Value.Options.Name == numberOrName).Select(line => line.Key);

    /// <summary>The key of the line that a call to the number belongs to.</summary>
    public string KeyOf(string calledNumber) => _lines.ContainsKey(calledNumber) ? calledNumber : LinesOptions.AnyOther;

    /// <returns>Null where the number is not ours and no "*" line takes the rest.</returns>
    public Line? Find(string calledNumber) =>
        _lines.GetValueOrDefault(calledNumber) ?? _lines.GetValueOrDefault(LinesOptions.AnyOther);
}
