using CallerAuth.Benchmarks.Measuring;
using CallerAuth.Benchmarks.Processes;
using CallerAuth.Benchmarks.Webhooks;

namespace CallerAuth.Benchmarks.Commands;

/// <summary>The steps of calls that move with each, beside what any web server needs for a part of them, and beside Twilio's own library for Node; in one run, in turns.</summary>
internal static class WebhooksCommand
{
    private const string RoundTrip = "signature and one round trip";
    private const string Ours = "our service";

    public static async Task<int> RunAsync(Arguments arguments, Report report, CancellationToken cancellationToken)
    {
        var lines = arguments.Whole("lines", 32);
        var warm = arguments.Seconds("warm", 15);
        var window = arguments.Seconds("seconds", 10);
        var rounds = arguments.Whole("rounds", 3);
        var only = arguments.Text("only", "");
        var folder = arguments.Text("service", Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "CallerAuth", "release")));
        arguments.RefuseTheRest();

        var sinkPort = LoopbackPort.Take();
        // Takes what is exported and does nothing with it.
        await using var sink = Child.StartSelf("sink", ["yardstick", "--kind", "bare", "--port", $"{sinkPort}"]);
        await sink.ReadAsync(cancellationToken);
        var subjects = Subjects(folder, sinkPort).Where(subject => only.Length == 0 || only.Split(',').Any(word => subject.Name.Contains(word, StringComparison.OrdinalIgnoreCase))).ToArray();
        var rows = await RowsAsync(subjects, rounds, lines, warm, window, report, cancellationToken);

        report.Title($"Webhooks: {lines} lines, steps of seven kinds that each move their call, median of {rounds} round(s)");
        Write(report, rows);
        return rows.Any(row => row.Failed > 0) ? 1 : 0;
    }

    private static WebhookSubject[] Subjects(string folder, int sink) =>
    [
        WebhookSubject.Yardstick("bare Kestrel, constant TwiML", "bare"),
        WebhookSubject.Yardstick("the same after a check of the signature", "signature"),
        WebhookSubject.Yardstick(RoundTrip, "round-trip"),
        WebhookSubject.Service(Ours, folder),
        WebhookSubject.Service("our service, figures for Prometheus", folder, ("Telemetry__Prometheus", "true")),
        WebhookSubject.Service("our service, figures, logs and one call in ten traced", folder, [("Telemetry__Prometheus", "true"), .. Otlp(sink), ("OTEL_TRACES_SAMPLER", "traceidratio"), ("OTEL_TRACES_SAMPLER_ARG", "0.1")]),
        WebhookSubject.Service("our service, figures, logs and every call traced", folder, [("Telemetry__Prometheus", "true"), .. Otlp(sink)]),
        WebhookSubject.Node,
    ];

    private static (string, string)[] Otlp(int sink) => [("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{sink}"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")];

    private static async Task<IReadOnlyList<WebhookRow>> RowsAsync(
        IReadOnlyList<WebhookSubject> subjects, int rounds, int lines, TimeSpan warm, TimeSpan window, Report report, CancellationToken cancellationToken)
    {
        var able = new List<WebhookSubject>();
        foreach (var subject in subjects)
        {
            if (await subject.WhyNotAsync(cancellationToken) is { } why)
                report.Say($"{subject.Name}: left out, {why}");
            else
                able.Add(subject);
        }

        var rows = able.ToDictionary(subject => subject.Name, _ => new List<WebhookRow>(), StringComparer.Ordinal);
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var subject in able)
            {
                await Console.Error.WriteLineAsync($"round {round} of {rounds}: {subject.Name}");
                try
                {
                    var row = await WebhookRun.RunAsync(subject, lines, warm, window, cancellationToken);
                    report.Keep(row);
                    rows[subject.Name].Add(row);
                }
                catch (InvalidOperationException e)
                {
                    // The others are worth their rounds all the same.
                    report.Say($"{subject.Name}: round {round} came to nothing, {e.Message}");
                }
            }
        }

        return [.. able.Where(subject => rows[subject.Name].Count > 0).Select(subject => Median.Of(rows[subject.Name], rows[subject.Name][0] with { }))];
    }

    private static void Write(Report report, IReadOnlyList<WebhookRow> rows)
    {
        var bare = rows[0];
        var yardstick = rows.FirstOrDefault(row => row.Name == RoundTrip);
        var ours = rows.FirstOrDefault(row => row.Name == Ours);
        report.Table(
            rows,
            new Column<WebhookRow>("run", row => row.Name),
            Column<WebhookRow>.Of("webhooks/s", row => row.PerSecond),
            Column<WebhookRow>.Of("of the first row", row => row.PerSecond / bare.PerSecond, 2),
            Column<WebhookRow>.Of("service µs", row => row.ServiceMicros, 1),
            Column<WebhookRow>.Of("store µs", row => row.StoreMicros, 1),
            Column<WebhookRow>.Of("to signature and one round trip", row => row.ServiceMicros / (yardstick?.ServiceMicros ?? double.NaN), 2),
            Column<WebhookRow>.Of("to our service", row => row.ServiceMicros / (ours?.ServiceMicros ?? double.NaN), 2),
            Column<WebhookRow>.Of("allocated B", row => row.AllocatedBytes),
            Column<WebhookRow>.Of("p50 ms", row => row.P50, 2),
            Column<WebhookRow>.Of("p99", row => row.P99, 2),
            Column<WebhookRow>.Of("p99.9", row => row.P999, 2),
            Column<WebhookRow>.Of("at half of it: p50", row => row.HalfP50, 2),
            Column<WebhookRow>.Of("p99", row => row.HalfP99, 2),
            Column<WebhookRow>.Of("p99.9", row => row.HalfP999, 2),
            Column<WebhookRow>.Of("resident MB", row => row.ResidentMegabytes),
            Column<WebhookRow>.Of("failed", row => row.Failed),
            Column<WebhookRow>.Of("other cores", row => row.OtherCores, 2));
    }
}
