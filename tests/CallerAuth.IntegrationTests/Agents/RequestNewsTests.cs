using CallerAuth.Agents.Requests;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Store;
using CallerAuth.Verification;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace CallerAuth.IntegrationTests.Agents;

/// <summary>News of a requested verification reaches who follows it on another instance. The clock stands still, so nobody looks by themselves.</summary>
public class RequestNewsTests
{
    private static readonly VerificationId Id = VerificationId.TryParse("07" + new string('a', 24), out var id) ? id : default;
    private static readonly VerificationId OtherId = VerificationId.TryParse("07" + new string('b', 24), out var id) ? id : default;
    private static readonly FakeTimeProvider Still = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = 30_000)]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task Who_follows_on_another_instance_hears_it_and_only_what_is_theirs(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        await using var second = new StoreConnection(Microsoft.Extensions.Options.Options.Create(new StoreOptions { ConnectionString = store.Address }), NullLogger<StoreConnection>.Instance);
        await second.StartAsync(Cancellation);
        using RequestNews here = new(store.Connection, store.Keys), there = new(second, store.Keys);
        await using var follower = await there.FollowAsync(Id);
        await using var other = await there.FollowAsync(OtherId);
        var heardByOther = other.WaitAsync(TimeSpan.FromMinutes(1), Still, Cancellation);

        await here.TellAsync(Id);
        await follower.WaitAsync(TimeSpan.FromMinutes(1), Still, Cancellation);

        Assert.False(heardByOther.IsCompleted);
        await here.TellAsync(OtherId);
        await heardByOther;
    }

    [Fact(Timeout = 30_000)]
    public async Task Nobody_listens_when_nobody_follows_and_again_when_somebody_does()
    {
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Redis, Cancellation);
        using var news = new RequestNews(store.Connection, store.Keys);
        async Task<long> ListenersAsync() => (long)await store.Database.ExecuteAsync("PUBLISH", store.Keys.RequestNews, "x");

        Assert.Equal(0, await ListenersAsync());
        await using (await news.FollowAsync(Id))
        await using (await news.FollowAsync(OtherId))
            Assert.Equal(1, await ListenersAsync());
        Assert.Equal(0, await ListenersAsync());
        await using (await news.FollowAsync(Id))
            Assert.Equal(1, await ListenersAsync());
    }
}
