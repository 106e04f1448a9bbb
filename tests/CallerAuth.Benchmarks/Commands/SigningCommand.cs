using CallerAuth.Benchmarks.Measuring;
using CallerAuth.Benchmarks.Runs;
using CallerAuth.Benchmarks.Worker;

namespace CallerAuth.Benchmarks.Commands;

/// <summary>What a signed client assertion adds to a poll, against what the bare signature costs.</summary>
internal static class SigningCommand
{
    public static async Task<int> RunAsync(Arguments arguments, Report report, CancellationToken cancellationToken)
    {
        var settings = RunSettings.Read(arguments, pending: 2000, seconds: 20, warm: 10);
        var rounds = arguments.Whole("rounds", 3);
        arguments.RefuseTheRest();

        var raw = EngineSettings.Authentications.ToDictionary(authentication => authentication, RawSignature.MicrosOf, StringComparer.Ordinal);
        var rows = await Rounds.RunAsync(
            report,
            rounds,
            [.. EngineSettings.Authentications.Select(authentication => (authentication, (ISubject)new EngineSubject(), settings with { Authentication = authentication }))],
            cancellationToken);
        report.Keep(raw);

        report.Title($"Signing: {settings.Pending} pending, interval {settings.Interval.TotalSeconds} s, {settings.Protocol}, median of {rounds} rounds");
        PollTables.Write(report, rows);
        if (rows.FirstOrDefault(row => row.Name == "basic") is { } basic)
        {
            report.Table(
                rows,
                new Column<PollRow>("client authentication", row => row.Name),
                Column<PollRow>.Of("engine µs/poll", row => row.WorkerMicros, 1),
                Column<PollRow>.Of("to basic", row => row.WorkerMicros / basic.WorkerMicros, 2),
                Column<PollRow>.Of("more than basic, µs", row => row.WorkerMicros - basic.WorkerMicros, 1),
                Column<PollRow>.Of("bare signature, µs", row => raw[row.Name], 1),
                Column<PollRow>.Of("poll / (basic + bare signature)", row => row.WorkerMicros / (basic.WorkerMicros + raw[row.Name]), 3),
                Column<PollRow>.Of("late p99 to basic", row => row.LatenessP99 / basic.LatenessP99, 2));
        }

        return rows.Any(row => row.IsVoid) ? 1 : 0;
    }
}
