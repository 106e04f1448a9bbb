using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Store;
using CallerAuth.Verification.Polling;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

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
        using var first = new Keeper(store);
        using var second = new Keeper(store);
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
        using var owner = new Keeper(store);
        using var other = new Keeper(store);
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
        using var owner = new Keeper(store);
        using var other = new Keeper(store);
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

    /// <summary>An instance with nothing to poll, whose time and turns are the test's.</summary>
    private sealed class Keeper : IDisposable
    {
        private readonly PollDispatcher _dispatcher;

        public Keeper(StoreUnderTest store)
        {
            var clock = new PollClock(Time);
            var desk = new PollDesk(store.Connection, store.Keys);
            _dispatcher = new PollDispatcher(
                turn: null!, clock, meter: null!, Microsoft.Extensions.Options.Options.Create(new CallerAuth.Verification.VerificationOptions()), Time, () => 0.5, NullLogger<PollDispatcher>.Instance);
            Pulse = new InstancePulse(new InstanceRoll(store.Connection, store.Keys), desk, _dispatcher, clock, Time, NullLogger<InstancePulse>.Instance);
            Shards = new ShardKeeper(Pulse, store.Ledger, desk, _dispatcher, eids: null!, clock, Time, () => 0.5, NullLogger<ShardKeeper>.Instance);
        }

        public FakeTimeProvider Time { get; } = new();

        public InstancePulse Pulse { get; }

        public ShardKeeper Shards { get; }

        public int Owned => _dispatcher.Owned().Count;

        /// <summary>One beat and what follows from it; what is handed over is handed over before this returns.</summary>
        public async Task TurnAsync()
        {
            await Pulse.BeatAsync();
            await Shards.ArrangeAsync();
            while (_dispatcher.Owned().Any(shard => _dispatcher.Find(shard)?.IsClosing == true))
                await Task.Yield();
        }

        public void Dispose() => Pulse.Dispose();
    }
}
