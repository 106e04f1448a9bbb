using CallerAuth.Benchmarks.Measuring;
using CallerAuth.Benchmarks.Runs;
using CallerAuth.Benchmarks.Worker;

namespace CallerAuth.Benchmarks.Commands;

/// <summary>From a thousand to a million pending: memory in the store and in the instance, taking over, and the engine's cost of a poll without any network to the provider.</summary>
internal static class GrowthCommand
{
    public static async Task<int> RunAsync(Arguments arguments, Report report, CancellationToken cancellationToken)
    {
        var sizes = arguments.Wholes("pending", 1_000, 10_000, 100_000, 1_000_000);
        var rate = arguments.Whole("rate", 5000);
        var window = arguments.Seconds("seconds", 20);
        var authentication = arguments.Word("auth", "basic", EngineSettings.Authentications);
        arguments.RefuseTheRest();

        var rows = new List<GrowthRow>();
        foreach (var pending in sizes)
        {
            await Console.Error.WriteLineAsync($"{pending} pending");
            var row = await GrowthRun.RunAsync(pending, rate, window, authentication, cancellationToken);
            report.Keep(row);
            rows.Add(row);
        }

        report.Title($"Growth: no HTTP, interval so long that at most {rate} polls a second are due");
        report.Table(
            rows,
            Column<GrowthRow>.Of("pending", row => row.Pending),
            Column<GrowthRow>.Of("store B/pending", row => row.StorePerPending),
            Column<GrowthRow>.Of("taking over s", row => row.Adoption, 2),
            Column<GrowthRow>.Of("for it B/pending", row => row.AdoptionBytesPerPending),
            Column<GrowthRow>.Of("for it CPU µs/pending, start included", row => row.AdoptionMicrosPerPending, 1),
            Column<GrowthRow>.Of("heap B/pending", row => row.HeapPerPending));
        report.Table(
            rows,
            Column<GrowthRow>.Of("pending", row => row.Pending),
            Column<GrowthRow>.Of("interval s", row => row.Interval),
            Column<GrowthRow>.Of("polls/s", row => row.PollsPerSecond),
            Column<GrowthRow>.Of("engine ns/poll", row => row.MicrosPerPoll * 1000),
            Column<GrowthRow>.Of("to the first row", row => row.MicrosPerPoll / rows[0].MicrosPerPoll, 2),
            Column<GrowthRow>.Of("store ns/poll", row => row.StoreMicrosPerPoll * 1000),
            Column<GrowthRow>.Of("late p50 ms", row => row.LatenessP50, 1),
            Column<GrowthRow>.Of("p99", row => row.LatenessP99, 1),
            Column<GrowthRow>.Of("max", row => row.LatenessMax, 1),
            Column<GrowthRow>.Of("RSS MB", row => row.ResidentMegabytes),
            new Column<GrowthRow>("verdict", row => row.IsVoid ? "**void**" : row.OtherCores > 0.15 ? $"doubtful: {row.OtherCores:N2} cores used by others" : "good"));
        return rows.Any(row => row.IsVoid) ? 1 : 0;
    }
}
