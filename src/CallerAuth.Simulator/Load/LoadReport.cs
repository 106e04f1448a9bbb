using System.Globalization;
using System.Text;

namespace CallerAuth.Simulator.Load;

/// <summary>A load run as a page of Markdown.</summary>
internal static class LoadReport
{
    public static string Of(LoadResult run)
    {
        var text = new StringBuilder();
        Line(text, $"{Title(run.Asked)}, phones ×{run.Asked.Speed:0.##}, interval {run.Asked.Interval} s, seed {run.Asked.Seed}, {run.Store}.");
        text.AppendLine().AppendLine("| | |").AppendLine("|---|---|");
        foreach (var (name, value) in Figures(run))
            Line(text, $"| {name} | {value} |");
        Rows(text, "a caller means | begun | as meant", run.Calls.Endings.Select(ending => Text($"{ending.Ending} | {ending.Begun} | {ending.AsMeant}")));
        Rows(text, "left in the store | keys | the last expires after", run.Left.Select(keys => Text($"{keys.Kind} | {keys.Count} | {(keys.Endless > 0 ? "NEVER" : Text($"{keys.LongestSeconds} s"))}")));
        Rows(text, "answered wrongly | times", run.Webhooks.Wrong.Select(wrong => Text($"{wrong.Key} | {wrong.Value}")));
        Rows(text, "the service's log | times | says", run.Complaints.OrderByDescending(said => said.Value.Times).Select(said => Text($"{said.Key} | {said.Value.Times} | {said.Value.Says.Replace('|', '/')}")));
        Rows(text, "polled for after this call", run.Polls.AfterWhichCalls);
        foreach (var failed in run.Calls.Failures)
            Line(text, $"{Environment.NewLine}✗ {failed.Ending}: {string.Join("; ", failed.End.Failures)}{Environment.NewLine}{failed.End.Transcript}");
        if (run.Calls.Failed > run.Calls.Failures.Count)
            Line(text, $"{Environment.NewLine}… and {run.Calls.Failed - run.Calls.Failures.Count} more.");
        text.AppendLine();
        foreach (var fault in run.Faults)
            Line(text, $"✗ {fault}");
        if (run.Faults.Count == 0)
            Line(text, $"✓ {run.Calls.Begun} calls begun, {run.Calls.Ended} ended, each as it must.");
        return text.ToString();
    }

    private static string Title(LoadArguments asked) => asked.Hold > 0
        ? Text($"{asked.Hold} callers on hold for {asked.Length:c}, {asked.CallsPerSecond:0.##} calls a second")
        : Text($"{asked.CallsPerSecond:0.##} calls a second for {asked.Length:c}");

    private static IEnumerable<(string Name, string Value)> Figures(LoadResult run)
    {
        var seconds = (run.To.At - run.From.At).TotalSeconds;
        var ended = run.To.Ended - run.From.Ended;
        var webhooks = run.To.Webhooks - run.From.Webhooks;
        yield return ("calls begun / ended", Text($"{run.Calls.Begun} / {run.Calls.Ended}"));
        yield return ("not as meant, of them stuck, verified wrongly", Text($"{run.Calls.Failed}, {run.Calls.Stuck}, {run.Calls.VerifiedWrongly}"));
        if (run.Late > 0)
            yield return ("callers who waited for a free line", Text($"{run.Late}"));
        yield return ("webhooks; wrong; slower than 2.5 s", Text($"{run.Webhooks.Sent}; {run.Webhooks.NotRight}; {run.Webhooks.Slow}"));
        yield return ("webhook p50, p99, p99.9, max", Times(run.Webhooks.Took, 0.5, 0.99, 0.999));
        yield return ("from the approval to the redirect p50, p99, max", Times(run.Calls.ApprovedToMoved, 0.5, 0.99));
        yield return ("from the poll that told of it to the redirect", Times(run.Calls.ToldToMoved, 0.5, 0.99));
        yield return ("polls; early; overlapping; after the end; unknown; after the call", Text($"{run.Polls.Sent}; {run.Polls.Early}; {run.Polls.Overlapping}; {run.Polls.AfterEnd}; {run.Polls.Unknown}; {run.Polls.AfterCall}"));
        if (run.Memory is { } memory)
        {
            var busy = run.To.Service - run.From.Service;
            yield return ("service, processor", Text($"{busy.TotalMilliseconds / Math.Max(ended, 1):0.0} ms a call, {busy.TotalMilliseconds / Math.Max(webhooks, 1):0.00} ms a webhook, {busy.TotalSeconds / seconds:0.00} cores"));
            yield return ("service, resident: start, least, most, end", Text($"{memory.Start:0}, {memory.Least:0}, {memory.Greatest:0}, {memory.End:0} MB"));
            yield return ("service, resident: slope over the second half", memory.SlopePerHour is { } slope ? Text($"{slope:+0.0;-0.0;0} MB an hour") : "too short");
            if (run.Heap is { } heap)
                yield return ("service, managed heap at the end", Text($"{heap:0} MB"));
        }

        if (run.Holding is { } holding)
            yield return ("service with all on hold", Text($"{holding.During:0} MB resident{(holding.Heap is { } heap ? Text($", {heap:0} MB heap") : "")}; {holding.Before:0} MB before: {(holding.During - holding.Before) * 1000 / run.Asked.Hold:0.0} kB a call"));
        var own = run.To.Own - run.From.Own;
        yield return ("simulator, processor", Text($"{own.TotalMilliseconds / Math.Max(ended, 1):0.0} ms a call, {own.TotalSeconds / seconds:0.00} cores"));
        yield return ("simulator, resident: start, most, end; managed heap when all was forgotten", Text($"{run.OwnMemory.Start:0}, {run.OwnMemory.Greatest:0}, {run.OwnMemory.End:0} MB; {run.OwnHeap:0.0} MB"));
    }

    private static string Times(Histogram histogram, params double[] shares) =>
        Text($"{string.Join(", ", shares.Select(share => Text($"{histogram.Percentile(share).TotalMilliseconds:0.0}")))}, {histogram.Longest.TotalMilliseconds:0.0} ms ({histogram.Count})");

    private static void Rows(StringBuilder text, string head, IEnumerable<string> rows)
    {
        string[] all = [.. rows];
        if (all.Length == 0)
            return;
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"| {head} |").Append('|').Insert(text.Length, "---|", head.Split('|').Length).AppendLine();
        foreach (var row in all)
            Line(text, $"| {row} |");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(Text(line));
}
