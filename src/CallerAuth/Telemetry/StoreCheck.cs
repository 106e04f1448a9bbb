using CallerAuth.Store;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace CallerAuth.Telemetry;

/// <summary>Without the store no call can go on, so an instance that has lost it takes none.</summary>
internal sealed class StoreCheck(StoreConnection store, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var took = await store.PingAsync(cancellationToken).WaitAsync(AnswersWithin, time, cancellationToken);
            return HealthCheckResult.Healthy($"answers after {took.TotalMilliseconds:0.0} ms");
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy("does not answer");
        }
    }
}
