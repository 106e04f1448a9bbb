using CallerAuth.Benchmarks.Measuring;
using CallerAuth.Benchmarks.Processes;
using CallerAuth.Benchmarks.Runs;

namespace CallerAuth.Benchmarks.Commands;

/// <summary>From the start of the published service's process until it is ready, its first webhooks, and the memory it takes.</summary>
internal static class StartupCommand
{
    public static async Task<int> RunAsync(Arguments arguments, Report report, CancellationToken cancellationToken)
    {
        var folder = arguments.Text("service", "");
        var withRuntime = arguments.Has("with-runtime");
        var rounds = arguments.Whole("rounds", 5);
        var runtimes = arguments.Has("runtimes") ? StartupSettings.Runtimes : StartupSettings.Runtimes[..1];
        var settings = new StartupSettings(
            Command: [], arguments.Seconds("idle", 5), arguments.Whole("calls", 0), arguments.Seconds("interval", 5));
        arguments.RefuseTheRest();
        settings = settings with { Command = await Publishing.CommandInAsync(folder, withRuntime, cancellationToken) };

        var rows = runtimes.ToDictionary(runtime => runtime.Name, _ => new List<StartupRow>(), StringComparer.Ordinal);
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var (name, environment) in runtimes)
            {
                await Console.Error.WriteLineAsync($"round {round} of {rounds}: {name}");
                var row = await StartupRun.RunAsync(name, settings, environment, cancellationToken);
                report.Keep(row);
                rows[name].Add(row);
            }
        }

        report.Title($"Start-up and memory: median of {rounds} starts, idle for {settings.Idle.TotalSeconds} s{(settings.Calls > 0 ? $", {settings.Calls} calls asked about every {settings.Interval.TotalSeconds} s" : "")}");
        Write(report, [.. runtimes.Select(runtime => Median.Of(rows[runtime.Name], rows[runtime.Name][0] with { }))], settings);
        report.Say($"The quickest of all starts was ready after {rows.Values.SelectMany(started => started).Min(row => row.Ready):F0} ms.");
        return 0;
    }

    private static void Write(Report report, IReadOnlyList<StartupRow> rows, StartupSettings settings) => report.Table(
        rows,
        [
            new Column<StartupRow>("runtime", row => row.Name),
            Column<StartupRow>.Of("live after ms", row => row.Live),
            Column<StartupRow>.Of("ready after ms", row => row.Ready),
            Column<StartupRow>.Of("processor until ready ms", row => row.StartCpu),
            Column<StartupRow>.Of("first webhook ms", row => row.FirstWebhook, 1),
            Column<StartupRow>.Of("second ms", row => row.SecondWebhook, 1),
            Column<StartupRow>.Of("idle MB", row => row.IdleMegabytes),
            Column<StartupRow>.Of("after 1,000 webhooks MB", row => row.ThousandMegabytes),
            .. settings.Calls == 0 ? Array.Empty<Column<StartupRow>>() :
            [
                Column<StartupRow>.Of("webhook µs", row => row.WebhookMicros),
                Column<StartupRow>.Of("waiting", row => row.Waiting),
                Column<StartupRow>.Of("with all of them MB", row => row.WaitingMegabytes),
            ],
        ]);
}
