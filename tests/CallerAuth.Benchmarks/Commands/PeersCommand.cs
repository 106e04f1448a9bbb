using CallerAuth.Benchmarks.Measuring;
using CallerAuth.Benchmarks.Peers;
using CallerAuth.Benchmarks.Runs;

namespace CallerAuth.Benchmarks.Commands;

/// <summary>The engine beside what one would use instead, and beside the limit of what HTTP allows here; in one run, in turns.</summary>
internal static class PeersCommand
{
    private const string Engine = "our engine";

    private static readonly (string Name, ISubject Subject)[] All =
    [
        (Engine, new EngineSubject()),
        ("BullMQ", new BullMqPeer()),
        ("Quartz.NET, in memory", new ProcessPeer("Quartz.NET, in memory", "quartz", 256)),
        ("loop per call, 256 connections", new ProcessPeer("loop per call, 256 connections", "loop", 256)),
        ("loop per call, unbounded", new ProcessPeer("loop per call, unbounded", "loop", 0)),
        ("flood (limit of HTTP)", new ProcessPeer("flood (limit of HTTP)", "flood", 256)),
    ];

    public static async Task<int> RunAsync(Arguments arguments, Report report, CancellationToken cancellationToken)
    {
        var settings = RunSettings.Read(arguments, pending: 5000, seconds: 20, warm: 10);
        var rounds = arguments.Whole("rounds", 3);
        var only = arguments.Text("only", "");
        arguments.RefuseTheRest();

        var chosen = All.Where(peer => peer.Name == Engine || only.Length == 0 || only.Split(',').Any(word => peer.Name.Contains(word, StringComparison.OrdinalIgnoreCase)));
        var rows = await Rounds.RunAsync(report, rounds, [.. chosen.Select(peer => (peer.Name, peer.Subject, settings))], cancellationToken);
        report.Title($"Peers: {settings.Pending} pending, interval {settings.Interval.TotalSeconds} s, {settings.Protocol}, {settings.Authentication}, median of {rounds} rounds");
        PollTables.Write(report, rows);

        var ours = rows.Single(row => row.Name == Engine);
        report.Say("Against our engine (above 1: our engine is better):");
        report.Say("");
        report.Table(
            [.. rows.Where(row => row != ours)],
            new Column<PollRow>("peer", row => row.Name),
            Column<PollRow>.Of("CPU per poll, store included", row => row.TotalMicros / ours.TotalMicros, 2),
            Column<PollRow>.Of("our polls per CPU second", row => ours.PollsPerCpuSecond / row.PollsPerCpuSecond, 2),
            Column<PollRow>.Of("late p99", row => row.LatenessP99 / ours.LatenessP99, 2),
            Column<PollRow>.Of("store round trips per poll", row => row.SentPerPoll / ours.SentPerPoll, 2),
            Column<PollRow>.Of("store commands per poll", row => row.CommandsPerPoll / ours.CommandsPerPoll, 2),
            Column<PollRow>.Of("our share of its polls/s", row => ours.PollsPerSecond / row.PollsPerSecond, 3));
        return rows.Any(row => row.IsVoid && row.Name == Engine) ? 1 : 0;
    }
}
