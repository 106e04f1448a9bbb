using CallerAuth.Verification.Polling;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CallerAuth.Telemetry;

/// <summary>Whether polls go out in time. An instance that is late has too much to do; its callers wait longer and nobody is lost.</summary>
internal sealed class PollsCheck(PollMeter polls, PendingPolls pending) : IHealthCheck
{
    /// <summary>A whole interval of Idura's.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(3);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        pending.Waiting > 0 && polls.LatestLateness is var late && late > Late
            ? HealthCheckResult.Degraded($"are {late.TotalSeconds:0.0} s late")
            : HealthCheckResult.Healthy("are in time"));
}
