using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Verification;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CallerAuth.IntegrationTests.Verification;

/// <summary>How starts are counted, on both stores. The store's clock is its own, so starts are moved into the past instead of waiting.</summary>
public class LimitsTests
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_person_is_rung_three_times_and_again_when_the_window_has_passed(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        for (var ring = 0; ring < 3; ring++)
            await RingAsync(store);

        Assert.IsType<Reservation.Limited>(await ReserveAsync(store));
        await PassAsync(store, PersonStarts(store), Quarter - TimeSpan.FromMinutes(1));
        Assert.IsType<Reservation.Limited>(await ReserveAsync(store));
        await PassAsync(store, PersonStarts(store), TimeSpan.FromMinutes(1));
        await RingAsync(store);
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task The_long_window_holds_where_the_short_one_lets_through(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        for (var ring = 0; ring < 10; ring++)
        {
            await RingAsync(store);
            await PassAsync(store, PersonStarts(store), TimeSpan.FromMinutes(16));
        }

        Assert.IsType<Reservation.Limited>(await ReserveAsync(store));
        await PassAsync(store, PersonStarts(store), TimeSpan.FromHours(24 - 2));
        await RingAsync(store);
        Assert.True(await store.Database.ListLengthAsync(PersonStarts(store)) <= 10);
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task Who_tries_on_while_limited_waits_no_longer(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        for (var ring = 0; ring < 3; ring++)
            await RingAsync(store);

        for (var attempt = 0; attempt < 20; attempt++)
            Assert.IsType<Reservation.Limited>(await ReserveAsync(store));

        Assert.Equal(3, await store.Database.ListLengthAsync(PersonStarts(store)));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_start_that_rang_nobody_is_given_back_and_one_beside_a_running_verification_never_counts(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var id = Id(store);
        var taken = Assert.IsType<Reservation.Taken>(await ReserveAsync(store, id));
        Assert.IsType<Reservation.AlreadyRunning>(await ReserveAsync(store));
        Assert.Equal(1, await store.Database.ListLengthAsync(PersonStarts(store)));

        await store.Verifications.ReleaseAsync(id, Person(store), taken, nothingRang: true);

        Assert.False(await store.Database.KeyExistsAsync(PersonStarts(store)));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task Of_many_starts_at_once_exactly_the_limit_gets_through_on_any_instance(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        await using var other = new Store.StoreConnection(
            Options.Create(new Store.StoreOptions { ConnectionString = store.Address }), NullLogger<Store.StoreConnection>.Instance);
        await other.StartAsync(Cancellation);
        Limits[] instances = [LimitsOf(store.Connection, store), LimitsOf(other, store)];

        var counts = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => instances[i % 2].CountAsync(Id(store), Some.Asker())));

        Assert.Equal(5, counts.Count(count => count is Counting.Counted));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task What_one_limit_refuses_the_others_get_back(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var limits = LimitsOf(store.Connection, store, new LimitsOptions { PerLine = Of(2), Overall = Of(4) });
        Assert.IsType<Counting.Counted>(await limits.CountAsync(Id(store), Some.Asker("+4790000001")));
        Assert.IsType<Counting.Counted>(await limits.CountAsync(Id(store), Some.Asker("+4790000002")));

        Assert.IsType<Counting.Reached>(await limits.CountAsync(Id(store), Some.Asker("+4790000003")));

        Assert.False(await store.Database.KeyExistsAsync(store.Keys.CallingNumberStarts(Some.Asker("+4790000003").CallingNumber!.Value)));
        Assert.Equal(2, await store.Database.ListLengthAsync(store.Keys.AllStarts));
        Assert.IsType<Counting.Counted>(await limits.CountAsync(Id(store), Some.Asker("+4790000003", line: "+4721000009")));
        Assert.IsType<Counting.Counted>(await limits.CountAsync(Id(store), Some.Asker("+4790000004", line: "+4721000008")));
        Assert.IsType<Counting.Reached>(await limits.CountAsync(Id(store), Some.Asker("+4790000005", line: "+4721000007")));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task What_could_not_be_counted_in_all_places_counts_in_none(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var limits = LimitsOf(store.Connection, store, new LimitsOptions { PerLine = Of(2), Overall = Of(4) });
        // What is no list cannot count.
        await store.Database.StringSetAsync(store.Keys.LineStarts(Some.Asker().Line), "none");

        await Assert.ThrowsAnyAsync<RedisException>(() => limits.CountAsync(Id(store), Some.Asker()));

        Assert.False(await store.Database.KeyExistsAsync(store.Keys.CallingNumberStarts(Some.Asker().CallingNumber!.Value)));
        Assert.False(await store.Database.KeyExistsAsync(store.Keys.AllStarts));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task What_the_caller_gives_back_can_be_used_again(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var limits = LimitsOf(store.Connection, store);

        for (var start = 0; start < 12; start++)
            await limits.GiveBackAsync(Assert.IsType<Counting.Counted>(await limits.CountAsync(Id(store), Some.Asker())).Starts);

        Assert.IsType<Counting.Counted>(await limits.CountAsync(Id(store), Some.Asker()));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task Every_count_expires_with_its_longest_window_and_without_limits_nothing_is_stored(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var nothing = LimitsOf(store.Connection, store, new LimitsOptions { PerCallingNumber = new() });
        Assert.Empty(Assert.IsType<Counting.Counted>(await nothing.CountAsync(Id(store), Some.Asker())).Starts);
        await store.Verifications.ReserveAsync(Id(store), Person(store), TimeSpan.FromMilliseconds(1), new LimitsOptions.Limit());
        Assert.False(await store.Database.KeyExistsAsync(PersonStarts(store)));

        await LimitsOf(store.Connection, store, new LimitsOptions { PerLine = Of(9), Overall = Of(9) }).CountAsync(Id(store), Some.Asker());
        await RingAsync(store);

        foreach (var (key, window) in new[]
        {
            (PersonStarts(store), TimeSpan.FromDays(1)),
            (store.Keys.CallingNumberStarts(Some.Asker().CallingNumber!.Value), TimeSpan.FromDays(1)),
            (store.Keys.LineStarts(Some.Asker().Line), Quarter),
            (store.Keys.AllStarts, Quarter),
        })
            Assert.InRange((await store.Database.KeyTimeToLiveAsync(key))!.Value, window - TimeSpan.FromMinutes(1), window);
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task Who_is_refused_learns_how_long_to_wait_until_no_limit_is_reached(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var limits = LimitsOf(store.Connection, store, new LimitsOptions { PerCallingNumber = Of(1), PerLine = new() { Long = new() { Most = 1, Within = TimeSpan.FromHours(6) } } });
        Assert.IsType<Counting.Counted>(await limits.CountAsync(Id(store), Some.Asker()));
        for (var ring = 0; ring < 3; ring++)
            await RingAsync(store);

        var reached = Assert.IsType<Counting.Reached>(await limits.CountAsync(Id(store), Some.Asker()));
        Assert.Equal("the line", reached.Whose);
        Assert.InRange(reached.Wait, TimeSpan.FromHours(6) - TimeSpan.FromMinutes(1), TimeSpan.FromHours(6));
        await PassAsync(store, PersonStarts(store), TimeSpan.FromMinutes(10));
        Assert.InRange(Assert.IsType<Reservation.Limited>(await ReserveAsync(store)).Wait, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
    }

    private static LimitsOptions.Limit Of(int most) => new() { Short = new() { Most = most } };

    private static Limits LimitsOf(Store.StoreConnection connection, StoreUnderTest store, LimitsOptions? options = null) =>
        new(connection, store.Keys, Options.Create(options ?? new LimitsOptions()), NullLogger<Limits>.Instance);

    private static Identity.NationalIdHash Person(StoreUnderTest store) => store.Hasher.Hash(Some.NationalId());

    private static VerificationId Id(StoreUnderTest store) => VerificationId.New(Person(store));

    private static string PersonStarts(StoreUnderTest store) => store.Keys.PersonStarts(Id(store).Shard, Person(store).Value);

    private static Task<Reservation> ReserveAsync(StoreUnderTest store, VerificationId? id = null) =>
        store.Verifications.ReserveAsync(id ?? Id(store), Person(store), TimeSpan.FromSeconds(45), new LimitsOptions().PerPerson);

    /// <summary>One verification from ring to end.</summary>
    private static async Task RingAsync(StoreUnderTest store)
    {
        var id = Id(store);
        var reservation = await ReserveAsync(store, id);
        if (reservation is Reservation.AlreadyRunning)
        {
            await store.Database.KeyDeleteAsync(store.Keys.Person(id.Shard, Person(store).Value));
            reservation = await ReserveAsync(store, id);
        }

        await store.Verifications.ReleaseAsync(id, Person(store), Assert.IsType<Reservation.Taken>(reservation), nothingRang: false);
    }

    private static async Task PassAsync(StoreUnderTest store, RedisKey starts, TimeSpan time)
    {
        var moments = await store.Database.ListRangeAsync(starts);
        for (var i = 0; i < moments.Length; i++)
            await store.Database.ListSetByIndexAsync(starts, i, (long)moments[i] - (long)time.TotalMilliseconds);
    }
}
