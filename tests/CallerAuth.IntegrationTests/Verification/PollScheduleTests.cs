using CallerAuth.Ciba;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Verification;
using StackExchange.Redis;

namespace CallerAuth.IntegrationTests.Verification;

/// <summary>The schedule on both stores: who may attend to what, and when.</summary>
public class PollScheduleTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task Nothing_is_due_before_one_interval_is_over(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var id = await BeginAsync(store, interval: TimeSpan.FromSeconds(30));

        var batch = await store.Schedule.ClaimAsync(id.Shard, 10);

        Assert.Empty(batch.Ids);
        Assert.InRange(batch.UntilNext!.Value, TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task Many_claimers_share_what_is_due_without_one_thing_given_twice(StoreKind kind)
    {
        const int Pending = 400;
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var shards = new HashSet<int>();
        for (var i = 0; i < Pending; i++)
            shards.Add((await BeginAsync(store, interval: TimeSpan.FromMilliseconds(1), person: $"{i:d8}")).Shard);
        var claimed = new System.Collections.Concurrent.ConcurrentBag<string>();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            foreach (var shard in shards)
            {
                while (await store.Schedule.ClaimAsync(shard, 7) is { Ids.Count: > 0 } batch)
                {
                    foreach (var id in batch.Ids)
                        claimed.Add(id);
                }
            }
        }, Cancellation)));

        Assert.Equal(Pending, claimed.Count);
        Assert.Equal(Pending, claimed.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task What_is_claimed_comes_back_as_it_was_begun(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var id = await BeginAsync(store, wait: TimeSpan.FromMinutes(2));

        var claimed = await ClaimAsync(store, id);

        Assert.Equal("no-bankid", claimed.Record.EId);
        Assert.Equal(TimeSpan.FromMilliseconds(1), claimed.Interval);
        Assert.Equal(0, claimed.Failures);
        Assert.Null(claimed.Outcome);
        Assert.InRange(claimed.ExpiresAt - claimed.Now, 100_000, 120_000);
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task The_next_poll_is_due_after_the_delay_and_keeps_what_was_learnt(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var id = await BeginAsync(store);
        var claimed = await ClaimAsync(store, id);

        await store.Schedule.PollAgainAsync(claimed, TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(8), PendingStep.Identifying, failures: 2);

        var again = await ClaimAsync(store, id);
        Assert.Equal((TimeSpan.FromSeconds(8), PendingStep.Identifying, 2), (again.Interval, again.Step, again.Failures));
        Assert.True(again.Lease > claimed.Lease);
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_delay_beyond_the_expiry_is_cut_to_it_so_that_the_expiry_is_noticed_on_time(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var id = await BeginAsync(store, wait: TimeSpan.FromMilliseconds(400));
        var claimed = await ClaimAsync(store, id);

        await store.Schedule.PollAgainAsync(claimed, TimeSpan.FromHours(1), TimeSpan.FromSeconds(3), PendingStep.Unknown, failures: 0);

        var due = await store.Database.SortedSetScoreAsync(store.Keys.Schedule(id.Shard), id.Value);
        Assert.Equal(claimed.ExpiresAt, (long)due!.Value);
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_claim_that_is_ours_no_more_writes_nothing(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var id = await BeginAsync(store);
        var zombie = await ClaimAsync(store, id);
        var owner = zombie;
        while (owner.Lease == zombie.Lease)
        {
            await LeaseRunsOutAsync(store, id);
            owner = await ClaimAsync(store, id);
        }

        await store.Schedule.PollAgainAsync(zombie, TimeSpan.Zero, TimeSpan.FromSeconds(99), PendingStep.Identifying, failures: 9);
        Assert.Null(await store.Schedule.RenewAsync(zombie, TimeSpan.FromSeconds(60)));
        Assert.Null(await store.Schedule.EndAsync(zombie, new VerificationOutcome.Declined(), orderStaysOpen: false));
        await store.Schedule.ForgetAsync(id, zombie.Lease);

        Assert.NotNull(await store.Schedule.RenewAsync(owner, TimeSpan.FromSeconds(20)));
        var stored = await store.Schedule.LoadAsync(id, owner.Lease, owner.Now);
        Assert.Equal((TimeSpan.FromMilliseconds(1), PendingStep.Unknown, 0), (stored!.Interval, stored.Step, stored.Failures));
        Assert.Null(stored.Outcome);
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task An_end_is_kept_and_due_again_until_it_has_been_told(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var id = await BeginAsync(store);
        var claimed = await ClaimAsync(store, id);

        Assert.NotNull(await store.Schedule.EndAsync(claimed, new VerificationOutcome.Failed("invalid_grant"), orderStaysOpen: false));
        await LeaseRunsOutAsync(store, id);

        var retold = await ClaimAsync(store, id);
        Assert.Equal(new VerificationOutcome.Failed("invalid_grant"), retold.Outcome);

        await store.Schedule.ForgetAsync(id, retold.Lease);
        Assert.Null(await store.Schedule.LoadAsync(id, retold.Lease, retold.Now));
        Assert.Empty((await store.Schedule.ClaimAsync(id.Shard, 10)).Ids);
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task Every_key_expires(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var id = await BeginAsync(store);
        await store.Calls.SaveAsync(Some.Call());

        var server = store.Database.Multiplexer.GetServers()[0];
        var keys = new List<RedisKey>();
        await foreach (var key in server.KeysAsync(pattern: "ca:*"))
            keys.Add(key);

        Assert.Equal(4, keys.Count);
        foreach (var key in keys)
            Assert.NotNull(await store.Database.KeyTimeToLiveAsync(key));
        Assert.Contains(keys, key => key == store.Keys.Verification(id.Shard, id.Value));
    }

    internal static async Task<VerificationId> BeginAsync(StoreUnderTest store, TimeSpan? interval = null, TimeSpan? wait = null, string? person = null)
    {
        var hash = person is null ? store.Hasher.Hash(Some.NationalId()) : Identity.NationalIdHash.Parse(person.PadLeft(64, '0'));
        var id = VerificationId.New(hash);
        await store.Verifications.BeginAsync(id, Some.Record(hash), Some.Started(interval ?? TimeSpan.FromMilliseconds(1)), wait ?? TimeSpan.FromMinutes(3));
        return id;
    }

    internal static async Task<StoredVerification> ClaimAsync(StoreUnderTest store, VerificationId id)
    {
        while (true)
        {
            Cancellation.ThrowIfCancellationRequested();
            var batch = await store.Schedule.ClaimAsync(id.Shard, 10);
            if (batch.Ids.Contains(id.Value, StringComparer.Ordinal))
                return (await store.Schedule.LoadAsync(id, batch.Lease, batch.Now))!;
        }
    }

    /// <summary>As if the owner had died: the store's clock is its own, so the score is moved instead of the time.</summary>
    internal static Task LeaseRunsOutAsync(StoreUnderTest store, VerificationId id) =>
        store.Database.SortedSetAddAsync(store.Keys.Schedule(id.Shard), id.Value, 1);
}
