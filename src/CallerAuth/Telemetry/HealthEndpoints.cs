using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CallerAuth.Telemetry;

/// <summary>
/// Tells operators whether the process lives (<c>/health/live</c>: no more than that it answers) and whether callers should be sent to it (<c>/health/ready</c>: 200, or 503;
/// what is amiss without being a reason to be taken out is named in the body).
/// </summary>
internal static class HealthEndpoints
{
    public static void AddHealth(this WebApplicationBuilder builder) => builder.Services.AddHealthChecks()
        .AddCheck<StoppingCheck>("stopping")
        .AddCheck<StoreCheck>("store")
        .AddCheck<ProviderCheck>("provider")
        .AddCheck<PollsCheck>("polls");

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Text("live"));
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync });
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var head = report.Status == HealthStatus.Unhealthy ? "not ready" : "ready";
        return context.Response.WriteAsync(string.Join('\n', [head, .. report.Entries.Select(entry => $"{entry.Key}: {entry.Value.Description}")]) + "\n", context.RequestAborted);
    }
}
