using CallerAuth.Benchmarks.Measuring;
using CallerAuth.Benchmarks.Peers;
using CallerAuth.Benchmarks.Runs;

namespace CallerAuth.Benchmarks.Commands;

/// <summary>A cold start while somebody else takes a core: an engine may grow slower then, but it must not collapse.</summary>
internal static class NeighbourCommand
{
    private static readonly ISubject[] Subjects =
    [
        new EngineSubject(),
        new ProcessPeer("loop per call, 256 connections", "loop", 256),
        new ProcessPeer("loop per call, unbounded", "loop", 0),
    ];

    public static async Task<int> RunAsync(Arguments arguments, Report report, CancellationToken cancellationToken)
    {
        var settings = RunSettings.Read(arguments, pending: 20_000, seconds: 20, warm: 0);
        var rounds = arguments.Whole("rounds", 1);
        var only = arguments.Text("only", "");
        arguments.RefuseTheRest();

        var chosen = Subjects.Where(subject => subject.Name.Contains(only, StringComparison.OrdinalIgnoreCase)).ToArray();
        var rows = await Rounds.RunAsync(
            report,
            rounds,
            [.. chosen.SelectMany(subject => new[] { false, true }.Select(burned => (NameOf(subject, burned), subject, settings with { Burned = burned })))],
            cancellationToken);
        report.Title($"Neighbour: {settings.Pending} pending, interval {settings.Interval.TotalSeconds} s, {settings.Protocol}, cold start, one core taken or not");
        PollTables.Write(report, rows);

        double Of(ISubject subject, bool burned, Func<PollRow, double> value) =>
            rows.FirstOrDefault(row => row.Name == NameOf(subject, burned)) is { } row ? value(row) : double.NaN;
        report.Table(
            chosen,
            new Column<ISubject>("run", subject => subject.Name),
            Column<ISubject>.Of("polls/s with the neighbour / without", subject => Of(subject, true, row => row.PollsPerSecond) / Of(subject, false, row => row.PollsPerSecond), 3),
            Column<ISubject>.Of("late p99 ms with", subject => Of(subject, true, row => row.LatenessP99), 1),
            Column<ISubject>.Of("without", subject => Of(subject, false, row => row.LatenessP99), 1),
            Column<ISubject>.Of("CPU per poll with / without", subject => Of(subject, true, row => row.TotalMicros) / Of(subject, false, row => row.TotalMicros), 2));
        return rows.Any(row => row.IsVoid) ? 1 : 0;
    }

    private static string NameOf(ISubject subject, bool burned) => burned ? $"{subject.Name}, a core taken" : subject.Name;
}
