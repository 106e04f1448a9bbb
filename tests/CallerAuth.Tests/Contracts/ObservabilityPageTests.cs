using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using CallerAuth.Agents.OnCall;
using CallerAuth.Calls;
using CallerAuth.Ciba;
using CallerAuth.Telemetry;
using CallerAuth.Tests.Conventions;
using CallerAuth.Verification.Polling;
using CallerAuth.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CallerAuth.Tests.Contracts;

/// <summary>docs/observability.md names every figure that is counted and every event that is logged.</summary>
public partial class ObservabilityPageTests
{
    private const string Page = "observability.md";

    /// <summary>Figures of the framework that the files ask for; <c>Telemetry/PrometheusTests</c> sees that it counts them.</summary>
    private static readonly string[] Frameworks = ["http_server_request_duration_seconds_bucket", "dotnet_process_memory_working_set_bytes", "dotnet_process_cpu_time_seconds_total"];

    private static readonly IReadOnlyList<(Type Type, LoggerMessageAttribute Event)> Events =
    [
        .. from type in OurTypes.All
           from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
           from message in method.GetCustomAttributes<LoggerMessageAttribute>()
           orderby message.EventId
           select (type, message),
    ];

    [Fact]
    public void Every_figure_is_listed() => Repository.AssertSection(Page, "figures",
    [
        "| figure | kind | unit | what it says |",
        "|---|---|---|---|",
        .. Figures().Select(figure => $"| `{figure.Name}` | {KindOf(figure)} | {Unit(figure)} | {figure.Description} |"),
    ]);

    [Fact]
    public void Every_event_is_listed() => Repository.AssertSection(Page, "events",
    [
        "| id | level | from | says |",
        "|---|---|---|---|",
        .. Events.Select(one => $"| {one.Event.EventId} | {(one.Event.Level == LogLevel.None ? "varies" : one.Event.Level)} | `{one.Type.Name.Split('`')[0]}` | {one.Event.Message.Replace("|", "\\|", StringComparison.Ordinal)} |"),
    ]);

    [Fact]
    public void Every_event_has_an_id_of_its_own()
    {
        Assert.All(Events, one => Assert.True(one.Event.EventId > 0, $"{one.Type.Name}: \"{one.Event.Message}\" has no id"));
        Assert.Empty(Events.GroupBy(one => one.Event.EventId).Where(same => same.Count() > 1).Select(same => $"{same.Key}: {string.Join(", ", same.Select(one => one.Type.Name))}"));
    }

    [Theory]
    [InlineData("grafana-dashboard.json")]
    [InlineData("alerts.yaml")]
    public void What_ships_for_Grafana_and_Prometheus_asks_for_figures_that_there_are(string file)
    {
        var asked = FigureAsked().Matches(File.ReadAllText(Repository.PathOf("docs", "deploy", file))).Select(match => match.Value).Distinct(StringComparer.Ordinal).ToArray();

        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except([.. Figures().SelectMany(NamesInPrometheus), .. Frameworks], StringComparer.Ordinal));
    }

    /// <summary>As OpenTelemetry's exporter spells them; <c>Telemetry/PrometheusTests</c> reads what it really says.</summary>
    private static IEnumerable<string> NamesInPrometheus(Instrument figure)
    {
        var name = figure.Name.Replace('.', '_') + (figure.Unit == "s" ? "_seconds" : "");
        return KindOf(figure) switch
        {
            "counter" => [name + "_total"],
            "histogram" => [name + "_bucket", name + "_count", name + "_sum"],
            _ => [name],
        };
    }

    private static List<Instrument> Figures()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        List<Instrument> figures = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Scope == meters)
                    figures.Add(instrument);
            },
        };
        listener.Start();
        _ = new CallMeter(meters);
        _ = new RedirectMeter(meters);
        _ = new PollMeter(meters, new PendingPolls(new PollClock(TimeProvider.System), () => 0));
        _ = new ProviderMeter(meters);
        _ = new WebhookMeter(meters);
        _ = new TaskMeter(meters);
        return [.. figures.OrderBy(figure => figure.Name, StringComparer.Ordinal)];
    }

    private static string KindOf(Instrument figure) => figure.GetType().Name.Split('`')[0] switch
    {
        nameof(Counter<>) => "counter",
        nameof(Histogram<>) => "histogram",
        _ => "gauge",
    };

    private static string Unit(Instrument figure) => figure.Unit is { Length: > 0 } unit ? $"`{unit}`" : "";

    [GeneratedRegex(@"\b(callerauth_(call|poll|provider|store|webhook|redirects)_\w+|callerauth_redirects\w*|http_(server|client)_\w+_(bucket|count|sum)|(dotnet|kestrel)_\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FigureAsked();
}
