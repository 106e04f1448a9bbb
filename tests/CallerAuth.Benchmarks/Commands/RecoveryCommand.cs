using CallerAuth.Benchmarks.Measuring;
using CallerAuth.Benchmarks.Peers;
using CallerAuth.Benchmarks.Runs;

namespace CallerAuth.Benchmarks.Commands;

/// <summary>How long pending ones stay unasked after an instance is killed, frozen or asked to stop, or after the store was away; and whether anybody is asked about twice.</summary>
internal static class RecoveryCommand
{
    private static readonly ISubject Ours = new EngineSubject();

    public static async Task<int> RunAsync(Arguments arguments, Report report, CancellationToken cancellationToken)
    {
        var settings = RunSettings.Read(arguments, pending: 2000, seconds: 0, warm: 4, latency: 200);
        var kills = arguments.Whole("kills", 3);
        var peers = arguments.Has("peers");
        var faults = arguments.Text("faults", string.Join(',', RecoveryRun.Faults)).Split(',');
        arguments.RefuseTheRest();
        if (faults.Except(RecoveryRun.Faults, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
            throw new ArgumentException($"--faults: \"{unknown}\" is none of {string.Join(", ", RecoveryRun.Faults)}.", nameof(arguments));

        var rows = new List<RecoveryRow>();
        foreach (var (subject, fault) in Subjects(peers).SelectMany(subject => faults.SelectMany(fault => Enumerable.Repeat((subject, fault), fault == "kill" ? kills : 1))))
        {
            if (await subject.WhyNotAsync(cancellationToken) is { } why)
            {
                report.Say($"{subject.Name}: left out, {why}");
                continue;
            }

            await Console.Error.WriteLineAsync($"{subject.Name}: {fault}, {settings.Pending} pending");
            var row = await RecoveryRun.RunAsync(subject, fault, settings, cancellationToken);
            report.Keep(row);
            rows.Add(row);
        }

        report.Title($"Recovery: {settings.Pending} pending on two instances, interval {settings.Interval.TotalSeconds} s, the provider thinks for {settings.Latency.TotalMilliseconds} ms");
        report.Table(
            rows,
            new Column<RecoveryRow>("run", row => row.Name),
            new Column<RecoveryRow>("fault", row => NameOf(row.Fault)),
            Column<RecoveryRow>.Of("usual gap max ms", row => row.UsualGapMax),
            Column<RecoveryRow>.Of("orphans", row => row.Orphans),
            Column<RecoveryRow>.Of("all polled again after ms", row => row.LastAfter),
            Column<RecoveryRow>.Of("their gap p99 ms", row => row.OrphanGapP99),
            Column<RecoveryRow>.Of("max", row => row.OrphanGapMax),
            Column<RecoveryRow>.Of("beyond the usual", row => row.Silence),
            Column<RecoveryRow>.Of("never polled again", row => row.NeverPolledAgain),
            Column<RecoveryRow>.Of("early", row => row.Early),
            Column<RecoveryRow>.Of("double", row => row.Doubles),
            Column<RecoveryRow>.Of("overlapping", row => row.Overlapping),
            new Column<RecoveryRow>("verdict", row => row.IsVoid ? "**void**" : row.NeverPolledAgain > 0 ? "**lost**" : "good"));
        return rows.Any(row => row.Name == Ours.Name && (row.IsVoid || row.NeverPolledAgain > 0)) ? 1 : 0;
    }

    private static ISubject[] Subjects(bool peers) =>
        peers ? [Ours, new BullMqPeer("BullMQ, lock 5 s, check 2.5 s", lockMs: 5_000, stalledMs: 2_500), new BullMqPeer("BullMQ as it comes")] : [Ours];

    private static string NameOf(string fault) => fault switch
    {
        "kill" => "kill -9 of one instance",
        "stop" => "SIGSTOP of one for 10 s",
        "term" => "SIGTERM of one",
        _ => "kill -9 of the store, back after 2 s",
    };
}
