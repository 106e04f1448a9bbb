using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Store;
using CallerAuth.Verification.Polling;

namespace CallerAuth.IntegrationTests.Verification;

/// <summary>Every shard has one owner, and nobody takes one from whom the others hear.</summary>
public class ShardKeeperTests
{
    private static readonly int All = Keys.ShardCount;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task One_that_comes_is_given_its_share_and_one_that_goes_leaves_it_to_the_other(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        using var first = new QuietInstance(store);
        using var second = new QuietInstance(store);
        await first.TurnAsync();
        Assert.Equal(All, first.Owned);

        await second.TurnAsync();
        await first.TurnAsync();
        await second.TurnAsync();
        Assert.Equal((All / 2, All / 2), (first.Owned, second.Owned));

        await first.Shards.HandOverAllAsync(Cancellation);
        await first.Pulse.LeaveAsync();
        await second.TurnAsync();
        Assert.Equal((0, All), (first.Owned, second.Owned));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task What_an_owner_claims_is_not_taken_however_long_ago_it_was_first_asked_for(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        using var owner = new QuietInstance(store);
        using var other = new QuietInstance(store);
        await owner.TurnAsync();
        await other.TurnAsync();

        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromMinutes(1); passed += PollTimes.BeatEvery)
        {
            owner.Time.Advance(PollTimes.BeatEvery);
            other.Time.Advance(PollTimes.BeatEvery);
            await owner.Pulse.BeatAsync();
            await other.Pulse.BeatAsync();
        }

        await other.Shards.ArrangeAsync();
        Assert.Equal((All, 0), (owner.Owned, other.Owned));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task What_a_dead_owner_had_is_taken_after_a_lease_and_not_before(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        using var owner = new QuietInstance(store);
        using var other = new QuietInstance(store);
        await owner.TurnAsync();
        await other.TurnAsync();

        var passed = TimeSpan.Zero;
        while (other.Owned < All)
        {
            Assert.True(passed == TimeSpan.Zero || other.Owned == 0 || passed >= PollTimes.Lease, $"taken after {passed}");
            Assert.True(passed <= PollTimes.Lease + (2 * PollTimes.BeatEvery), $"not taken after {passed}");
            other.Time.Advance(PollTimes.BeatEvery);
            passed += PollTimes.BeatEvery;
            await other.TurnAsync();
        }
    }
}
