using CallerAuth.Ciba;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CallerAuth.Telemetry;

/// <summary>Without the provider callers still reach agents, unverified, and another instance would do no better: said, and no reason to be taken out.</summary>
internal sealed class ProviderCheck(Discovery discovery, ProviderCircuits circuits) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        circuits.NobodyIsAskedFor is not null ? HealthCheckResult.Degraded("is in trouble and left alone; callers go on unverified")
        : discovery.HasKeys ? HealthCheckResult.Healthy("its keys are known")
        : HealthCheckResult.Degraded("its keys are not known yet"));
}
