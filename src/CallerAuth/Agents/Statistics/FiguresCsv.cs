using System.Globalization;
using System.Text;

namespace CallerAuth.Agents.Statistics;

/// <summary>The figures of a day as CSV (RFC 4180), one row for each hour, line, eID and figure.</summary>
internal static class FiguresCsv
{
    private const string NewLine = "\r\n";

    /// <param name="figures">What was counted.</param>
    /// <param name="hourOf">How an hour is written.</param>
    public static string Write(DayFigures figures, Func<DateTimeOffset, string> hourOf)
    {
        var csv = new StringBuilder("day,hour,line,eid,figure,count").Append(NewLine);
        var day = figures.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        foreach (var row in figures.Rows)
        {
            csv.AppendJoin(',', day, Cell(hourOf(row.Hour)), Cell(row.Line), Cell(row.EId), Cell(row.Name), row.Count.ToString(CultureInfo.InvariantCulture));
            csv.Append(NewLine);
        }

        return csv.ToString();
    }

    // A spreadsheet takes a cell for a formula by its first character; an apostrophe before it makes it text (OWASP, CSV injection).
    private static string Cell(string text)
    {
        var safe = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text;
        return safe.AsSpan().ContainsAny(",\"\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
