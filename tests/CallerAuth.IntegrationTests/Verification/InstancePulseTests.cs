using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Verification.Polling;

namespace CallerAuth.IntegrationTests.Verification;

/// <summary>Who is alive is judged by each instance's own steady clock, whatever any other clock says.</summary>
public class InstancePulseTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task One_that_is_not_heard_of_for_a_lease_is_given_up_and_comes_in_again_under_another_name(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        using var quiet = new QuietInstance(store);
        using var observer = new QuietInstance(store);
        await quiet.Pulse.BeatAsync();
        var name = quiet.Pulse.Us;

        await BeatForAsync(observer, PollTimes.Lease - PollTimes.BeatEvery);
        Assert.Contains(name, observer.Pulse.Neighbours.Keys);
        await BeatForAsync(observer, 2 * PollTimes.BeatEvery);

        Assert.DoesNotContain(name, observer.Pulse.Neighbours.Keys);
        Assert.False(await quiet.Pulse.BeatAsync());
        Assert.Empty(quiet.Pulse.Us);
        Assert.True(await quiet.Pulse.BeatAsync());
        Assert.NotEqual(name, quiet.Pulse.Us);
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task One_that_beats_is_never_given_up_though_its_clock_stands_still_and_the_stores_jumps(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        using var other = new QuietInstance(store);
        using var observer = new QuietInstance(store);
        await other.Pulse.BeatAsync();
        await observer.Pulse.BeatAsync();

        for (var hour = 1; hour <= 10; hour++)
        {
            // As a beat looks that was noted by a store whose clock is hours behind.
            await store.Database.HashSetAsync(store.Keys.Instances, other.Pulse.Us, $"{1000 + hour}:0:{hour}");
            await BeatForAsync(observer, PollTimes.Lease - PollTimes.BeatEvery);
            Assert.Contains(other.Pulse.Us, observer.Pulse.Neighbours.Keys);
        }
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task One_that_was_gone_long_before_we_came_is_given_up_at_once(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        await store.Database.HashSetAsync(store.Keys.Instances, "gone", "7:ffff:1000");
        using var observer = new QuietInstance(store);

        await observer.Pulse.BeatAsync();
        await observer.Pulse.GiveUpTheDeadAsync();
        await observer.Pulse.BeatAsync();

        Assert.Empty(observer.Pulse.Neighbours);
    }

    /// <remarks>While the store was away nobody could beat; whoever is back first must not take everything from the others.</remarks>
    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task After_a_silence_of_the_store_all_have_a_lease_to_come_back(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        using var other = new QuietInstance(store);
        using var observer = new QuietInstance(store);
        await other.Pulse.BeatAsync();
        await BeatForAsync(observer, PollTimes.BeatEvery);

        observer.Time.Advance(TimeSpan.FromMinutes(1));
        await BeatForAsync(observer, PollTimes.Lease - PollTimes.BeatEvery);

        Assert.Contains(other.Pulse.Us, observer.Pulse.Neighbours.Keys);
        Assert.True(await other.Pulse.BeatAsync());
    }

    private static async Task BeatForAsync(QuietInstance instance, TimeSpan length)
    {
        for (var passed = TimeSpan.Zero; passed <= length; passed += PollTimes.BeatEvery)
        {
            await instance.Pulse.BeatAsync();
            await instance.Pulse.GiveUpTheDeadAsync();
            instance.Time.Advance(PollTimes.BeatEvery);
        }

        await instance.Pulse.BeatAsync();
    }
}
