using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Verification.Polling;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

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
        var time = new FakeTimeProvider();
        using var quiet = PulseOn(store, new FakeTimeProvider());
        using var observer = PulseOn(store, time);
        await quiet.BeatAsync();
        var name = quiet.Us;

        await BeatForAsync(observer, time, PollTimes.Lease - PollTimes.BeatEvery);
        Assert.Contains(name, observer.Neighbours.Keys);
        await BeatForAsync(observer, time, 2 * PollTimes.BeatEvery);

        Assert.DoesNotContain(name, observer.Neighbours.Keys);
        Assert.False(await quiet.BeatAsync());
        Assert.Empty(quiet.Us);
        Assert.True(await quiet.BeatAsync());
        Assert.NotEqual(name, quiet.Us);
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task One_that_beats_is_never_given_up_though_its_clock_stands_still_and_the_stores_jumps(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var time = new FakeTimeProvider();
        using var other = PulseOn(store, new FakeTimeProvider());
        using var observer = PulseOn(store, time);
        await other.BeatAsync();
        await observer.BeatAsync();

        for (var hour = 1; hour <= 10; hour++)
        {
            // As a beat looks that was noted by a store whose clock is hours behind.
            await store.Database.HashSetAsync(store.Keys.Instances, other.Us, $"{1000 + hour}:0:{hour}");
            await BeatForAsync(observer, time, PollTimes.Lease - PollTimes.BeatEvery);
            Assert.Contains(other.Us, observer.Neighbours.Keys);
        }
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task One_that_was_gone_long_before_we_came_is_given_up_at_once(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        await store.Database.HashSetAsync(store.Keys.Instances, "gone", "7:ffff:1000");
        using var observer = PulseOn(store, new FakeTimeProvider());

        await observer.BeatAsync();
        await observer.GiveUpTheDeadAsync();
        await observer.BeatAsync();

        Assert.Empty(observer.Neighbours);
    }

    /// <remarks>While the store was away nobody could beat; whoever is back first must not take everything from the others.</remarks>
    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task After_a_silence_of_the_store_all_have_a_lease_to_come_back(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var time = new FakeTimeProvider();
        using var other = PulseOn(store, new FakeTimeProvider());
        using var observer = PulseOn(store, time);
        await other.BeatAsync();
        await BeatForAsync(observer, time, PollTimes.BeatEvery);

        time.Advance(TimeSpan.FromMinutes(1));
        await BeatForAsync(observer, time, PollTimes.Lease - PollTimes.BeatEvery);

        Assert.Contains(other.Us, observer.Neighbours.Keys);
        Assert.True(await other.BeatAsync());
    }

    private static async Task BeatForAsync(InstancePulse pulse, FakeTimeProvider time, TimeSpan length)
    {
        for (var passed = TimeSpan.Zero; passed <= length; passed += PollTimes.BeatEvery)
        {
            await pulse.BeatAsync();
            await pulse.GiveUpTheDeadAsync();
            time.Advance(PollTimes.BeatEvery);
        }

        await pulse.BeatAsync();
    }

    private static InstancePulse PulseOn(StoreUnderTest store, FakeTimeProvider time)
    {
        var clock = new PollClock(time);
        return new InstancePulse(
            new InstanceRoll(store.Connection, store.Keys), new PollDesk(store.Connection, store.Keys), Idle(clock, time), clock, time, NullLogger<InstancePulse>.Instance);
    }

    /// <summary>A dispatcher with nothing in it needs nobody to poll.</summary>
    private static PollDispatcher Idle(PollClock clock, TimeProvider time) => new(
        turn: null!, clock, meter: null!, Microsoft.Extensions.Options.Options.Create(new CallerAuth.Verification.VerificationOptions()), time, () => 0.5, NullLogger<PollDispatcher>.Instance);
}
