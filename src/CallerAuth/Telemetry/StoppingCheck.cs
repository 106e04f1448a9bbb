using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CallerAuth.Telemetry;

/// <summary>From SIGTERM on this instance wants no more callers.</summary>
internal sealed class StoppingCheck(IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("has begun") : HealthCheckResult.Healthy("has not begun"));
}
