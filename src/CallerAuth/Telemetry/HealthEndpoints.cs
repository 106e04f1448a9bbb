using CallerAuth.Store;
using StackExchange.Redis;

namespace CallerAuth.Telemetry;

/// <summary>Tells operators whether the process lives and whether it can do its work.</summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan StoreAnswersWithin = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Text("live"));
        routes.MapGet("/health/ready", ReadyAsync);
    }

    private static async Task<IResult> ReadyAsync(StoreConnection store, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await store.PingAsync(cancellationToken).WaitAsync(StoreAnswersWithin, time, cancellationToken);
            return Results.Text("ready");
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return Results.Text("the store does not answer", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
