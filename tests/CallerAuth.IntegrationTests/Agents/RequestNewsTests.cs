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

    [Theory(Timeout = 30_000)]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task Who_follows_on_another_instance_hears_it_and_only_what_is_theirs(StoreKind kind)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var store = await StoreUnderTest.StartAsync(kind, cancellation);
        await using var second = new StoreConnection(Microsoft.Extensions.Options.Options.Create(new StoreOptions { ConnectionString = store.Address }), NullLogger<StoreConnection>.Instance);
        await second.StartAsync(cancellation);
        RequestNews here = new(store.Connection, store.Keys), there = new(second, store.Keys);
        using var follower = await there.FollowAsync(Id);
        using var other = await there.FollowAsync(OtherId);
        var heardByOther = other.WaitAsync(TimeSpan.FromMinutes(1), Still, cancellation);

        var heard = follower.WaitAsync(TimeSpan.FromMinutes(1), Still, cancellation);
        await TellUntilAsync(heard, here, Id, cancellation);

        Assert.False(heardByOther.IsCompleted);
        await TellUntilAsync(heardByOther, here, OtherId, cancellation);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_instance_listens_once_and_not_before_somebody_follows()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Redis, cancellation);
        var news = new RequestNews(store.Connection, store.Keys);
        async Task<long> ListenersAsync() => (long)await store.Database.ExecuteAsync("PUBLISH", store.Keys.RequestNews, "x");

        Assert.Equal(0, await ListenersAsync());
        for (var follower = 0; follower < 3; follower++)
            (await news.FollowAsync(Id)).Dispose();
        while (await ListenersAsync() == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellation);

        Assert.Equal(1, await ListenersAsync());
    }

    // The connection for news may come up after the one for commands.
    private static async Task TellUntilAsync(Task heard, RequestNews news, VerificationId id, CancellationToken cancellationToken)
    {
        while (!heard.IsCompleted)
        {
            await news.TellAsync(id);
            await Task.WhenAny(heard, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken));
        }

        await heard;
    }
}
