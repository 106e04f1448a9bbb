using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Store;
using StackExchange.Redis;

namespace CallerAuth.IntegrationTests.Failover;

public class SentinelStartTests
{
    /// <remarks>The time-out is for a store that is not found.</remarks>
    [Fact(Timeout = 60_000)]
    public async Task A_service_that_starts_before_its_sentinels_finds_the_store_when_they_are_there()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var sentinel = await RedisSentinel.StartAsync(cancellation);
        sentinel.KillSentinels();
        await using var store = await StoreUnderTest.OpenAsync(redis: null, new StoreOptions { ConnectionString = sentinel.ConnectionString }, cancellation);
        await Assert.ThrowsAnyAsync<RedisException>(() => store.Calls.SaveAsync(Some.Call()).AsTask());

        await sentinel.StartSentinelsAsync(cancellation);

        while (true)
        {
            try
            {
                Assert.True((await store.Calls.SaveAsync(Some.Call())).Saved);
                return;
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellation);
            }
        }
    }
}
