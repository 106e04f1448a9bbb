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

    /// <returns>Null where the number is not ours and no "*" line takes the rest.</returns>
    public Line? Find(string calledNumber) =>
        _lines.GetValueOrDefault(calledNumber) ?? _lines.GetValueOrDefault(LinesOptions.AnyOther);
}
