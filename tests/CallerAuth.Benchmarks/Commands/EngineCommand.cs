using CallerAuth.Benchmarks.Measuring;
using CallerAuth.Benchmarks.Runs;

namespace CallerAuth.Benchmarks.Commands;

/// <summary>The engine alone, as it runs in production, against a provider that is always pending.</summary>
internal static class EngineCommand
{
    public static async Task<int> RunAsync(Arguments arguments, Report report, CancellationToken cancellationToken)
    {
        var settings = RunSettings.Read(arguments, pending: 5000, seconds: 30, warm: 10);
        var sizes = arguments.Wholes("pending", settings.Pending);
        var rounds = arguments.Whole("rounds", 1);
        arguments.RefuseTheRest();

        var rows = await Rounds.RunAsync(
            report, rounds, [.. sizes.Select(size => ($"our engine, {size}", (ISubject)new EngineSubject(), settings with { Pending = size }))], cancellationToken);
        report.Title($"Engine: interval {settings.Interval.TotalSeconds} s, {settings.Protocol}, {settings.Authentication}, {settings.Instances} instance(s){(settings.Herd ? ", all due at the start" : "")}");
        PollTables.Write(report, rows);
        return rows.Any(row => row.IsVoid) ? 1 : 0;
    }
}
