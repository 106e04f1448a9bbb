using System.Globalization;
using System.Text;
using CallerAuth.Simulator.Faults;

namespace CallerAuth.IntegrationTests.Chaos;

/// <summary>What became of a chaos run, as docs/chaos.md shows it.</summary>
internal static class ChaosTable
{
    public static string Of(int seed, TimeSpan took, IReadOnlyCollection<ChaosCall> calls, ChaosFaults faults, StoreTrouble trouble, int logLines, ChaosVerdict verdict)
    {
        var text = new StringBuilder();
        var answers = calls.Sum(call => call.Call.Transcript.Lines.Count(line => line.Who == Simulator.Phone.Who.Webhook));
        Line(text, $"{calls.Count} calls, seed {seed}: {calls.Count(call => call.Status == "verified")} verified, {calls.Count(call => call.Reached is not null && call.Status != "verified")} to an agent unverified, {calls.Count(call => call.Reached is null)} ended without one, {calls.Count(call => call.Stuck)} stuck.");
        Line(text, $"{took.TotalSeconds:0} s; {answers} webhooks, the slowest {calls.Max(call => call.Call.SlowestAnswer).TotalSeconds:0.0} s; {verdict.RangTooLate} apps rung for a caller who had just hung up; {logLines} log lines read.");
        Rows(text, "caller means to | outcome", calls.GroupBy(call => $"{call.Plan.Means} | {call.Outcome}", StringComparer.Ordinal).Select(group => (group.Key, group.Count())));
        Rows(text, "fault", faults.Played.Select(fault => (fault.Key, fault.Value)));
        foreach (var done in trouble.Done)
            Line(text, $"- store {done}");
        return text.ToString();
    }

    private static void Rows(StringBuilder text, string head, IEnumerable<(string Name, int Count)> rows)
    {
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"| {head} | times |").AppendLine(head.Contains('|', StringComparison.Ordinal) ? "|---|---|---|" : "|---|---|");
        foreach (var (name, count) in rows.OrderBy(row => row.Name, StringComparer.Ordinal))
            Line(text, $"| {name} | {count} |");
        text.AppendLine();
    }

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
