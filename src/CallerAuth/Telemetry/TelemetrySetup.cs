using CallerAuth.Agents.OnCall;
using CallerAuth.Calls;
using CallerAuth.Ciba;
using CallerAuth.Tracing;
using CallerAuth.Verification.Polling;
using CallerAuth.Webhooks;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CallerAuth.Telemetry;

/// <summary>The door of this room: figures, traces and logs by OpenTelemetry, to whom the settings name, and nothing at all where they name nobody.</summary>
internal static class TelemetrySetup
{
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string MetricsPath = "/metrics";

    /// <summary>Ours, then the framework's own.</summary>
    private static readonly string[] Meters =
    [
        CallMeter.Name, RedirectMeter.Name, PollMeter.Name, ProviderMeter.Name, WebhookMeter.Name, TaskMeter.Name,
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime",
    ];

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<TelemetryOptions>().BindConfiguration(TelemetryOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<ICallListener, CallMeter>();
        builder.AddHealth();

        var otlp = !string.IsNullOrWhiteSpace(builder.Configuration[OtlpEndpoint]);
        var prometheus = ServesPrometheus(builder.Configuration);
        if (!otlp)
        {
            // An activity and a scope for each request, which only traces and their logs are made of.
            builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        }

        if (!otlp && !prometheus)
            return;

        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("callerauth", serviceVersion: typeof(TelemetrySetup).Assembly.GetName().Version?.ToString(3)))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Meters);
                // Written twice for each request, to tell what the duration's count tells as well.
                metrics.AddView("http.server.active_requests", MetricStreamConfiguration.Drop);
                if (prometheus)
                    metrics.AddPrometheusExporter();
            });
        if (!otlp)
            return;
        builder.Logging.AddOpenTelemetry(logging => logging.IncludeFormattedMessage = true);
        telemetry
            .WithTracing(tracing => tracing
                .AddSource(SubjectTrace.SourceName)
                .AddAspNetCoreInstrumentation(server => server.Filter = context => !IsNoise(context.Request.Path))
                .AddHttpClientInstrumentation())
            .UseOtlpExporter();
    }

    public static void MapTelemetry(this WebApplication app)
    {
        app.MapHealth();
        if (ServesPrometheus(app.Configuration))
            app.MapPrometheusScrapingEndpoint(MetricsPath);
    }

    // Before the settings are checked: what is no truth value is told with the other faults.
    private static bool ServesPrometheus(IConfiguration configuration) =>
        bool.TryParse(configuration[$"{TelemetryOptions.Section}:{nameof(TelemetryOptions.Prometheus)}"], out var serves) && serves;

    private static bool IsNoise(PathString path) => path.StartsWithSegments("/health", StringComparison.Ordinal) || path.StartsWithSegments(MetricsPath, StringComparison.Ordinal);
}
