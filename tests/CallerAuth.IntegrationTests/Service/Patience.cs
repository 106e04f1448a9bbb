using StackExchange.Redis;

namespace CallerAuth.IntegrationTests.Service;

/// <summary>
/// A test's own looks at the store over the service's connection. The service gives its store little time to answer, as somebody waits on
/// the line; for a test nobody does, and the machine is busy.
/// </summary>
internal static class Patience
{
    private const int MostLooks = 20;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    /// <param name="look">May be done again.</param>
    public static Task LookAsync(Func<Task> look) => LookAsync(async () =>
    {
        await look();
        return true;
    });

    /// <param name="look">May be done again.</param>
    public static async Task<T> LookAsync<T>(Func<Task<T>> look)
    {
        for (var looks = 1; ; looks++)
        {
            try
            {
                return await look();
            }
            catch (RedisTimeoutException) when (looks < MostLooks)
            {
                await Task.Delay(BetweenLooks, TimeProvider.System, CancellationToken.None);
            }
        }
    }
}
