using System.Text.Json;
using CallerAuth.Audit;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.IntegrationTests.Verification;
using CallerAuth.Simulator;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using CallerAuth.Verification;

namespace CallerAuth.IntegrationTests.Audit;

/// <summary>The audit trail on both stores: who writes it, when, and what is not in it.</summary>
public class AuditTrailTests
{
    private static readonly string Somebody = People.Norwegian(0).NationalId;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_verified_caller_leaves_one_record_and_nothing_of_it_is_personal_in_clear(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        await using var simulator = await Instance.SimulateAsync();
        await using var instance = new Instance(store, simulator);

        var id = await VerifyAsync(instance, simulator);

        Assert.IsType<VerificationOutcome.Verified>(Assert.Single(instance.Waiter.Told));
        var record = Assert.Single(await instance.AuditedAsync());
        Assert.Equal(
            (id.Value, AuditOutcome.Verified, "no-bankid", "+4721000000", "ivr"),
            (record.VerificationId, record.Outcome, record.EId, record.Line, record.AskedBy));
        Assert.StartsWith("urn:grn:authn:no:bankid", record.Level, StringComparison.Ordinal);
        Assert.InRange(record.DurationMs, 1, 60_000);
        var stored = (string)(await store.Database.ListRangeAsync(store.Keys.Audit(instance.Audit.Today)))[0]!;
        Assert.All(
            [Somebody, "+4790000001", "4790000001", People.Norwegian(0).FamilyName, store.Hasher.Hash(Some.NationalId(Somebody)).Value, Some.Asker().CallingNumber!.Value],
            secret => Assert.DoesNotContain(secret, stored, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task An_end_that_must_be_told_again_is_recorded_once(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        await using var simulator = await Instance.SimulateAsync();
        await using var instance = new Instance(store, simulator);
        var (id, _) = await instance.StartAsync(Somebody);
        Assert.Single(simulator.Provider.Orders).MoveTo(OrderStatus.Declined);
        instance.Waiter.IsDeaf = true;

        Assert.NotNull(await instance.AttendAsync(id));
        Assert.NotNull(await instance.AttendAsync(id));
        instance.Waiter.IsDeaf = false;
        await instance.AttendAsync(id);

        Assert.Equal(3, instance.Waiter.Told.Count);
        Assert.Equal(1, await store.Database.ListLengthAsync(store.Keys.Audit(instance.Audit.Today)));
        Assert.Null(await store.Verifications.FindAsync(id));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task An_end_that_cannot_be_recorded_is_told_at_once_and_recorded_later(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        await using var simulator = await Instance.SimulateAsync();
        await using var instance = new Instance(store, simulator);
        var (id, _) = await instance.StartAsync(Somebody);
        Assert.Single(simulator.Provider.Orders).MoveTo(OrderStatus.Declined);
        // Somebody else's key stands in the way of today's list.
        var today = store.Keys.Audit(instance.Audit.Today);
        await store.Database.StringSetAsync(today, "in the way");

        await instance.AttendAsync(id);

        Assert.IsType<VerificationOutcome.Declined>(Assert.Single(instance.Waiter.Told));
        Assert.Contains(instance.LogLines, line => line.StartsWith($"Error: The audit trail misses verification {id}: declined", StringComparison.Ordinal));
        await store.Database.KeyDeleteAsync(today);
        await instance.AttendAsync(id);
        Assert.Equal(AuditOutcome.Declined, Assert.Single(await instance.AuditedAsync()).Outcome);
        Assert.Null(await store.Verifications.FindAsync(id));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task An_end_that_came_before_the_hang_up_is_not_cancelled_any_more(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        await using var simulator = await Instance.SimulateAsync();
        await using var instance = new Instance(store, simulator);
        var (id, _) = await instance.StartAsync(Somebody);
        Assert.Single(simulator.Provider.Orders).MoveTo(OrderStatus.Declined);
        instance.Waiter.IsDeaf = true;
        Assert.NotNull(await instance.AttendAsync(id));

        await instance.Verifier.CancelAsync(id);

        instance.Waiter.IsDeaf = false;
        await instance.AttendAsync(id);
        Assert.Equal(AuditOutcome.Declined, Assert.Single(await instance.AuditedAsync()).Outcome);
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_day_is_kept_as_long_as_is_wished_and_a_doubled_record_is_read_once(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        await using var simulator = await Instance.SimulateAsync();
        await using var instance = new Instance(store, simulator, ("Audit:Keep", "30.00:00:00"));
        var asked = Asked(instance, store);

        // On a busy machine one of so many may take longer than a caller may wait; it is written again then, as the poll engine does.
        for (var i = 0; i < 1200; i++)
        {
            while (!await instance.Audit.EndedAsync(asked with { VerificationId = $"{i / 2:d26}" }, AuditOutcome.Expired))
                Cancellation.ThrowIfCancellationRequested();
        }

        var records = await instance.AuditedAsync();
        Assert.Equal(600, records.Count);
        Assert.Equal(records.Select(record => record.VerificationId).Order(StringComparer.Ordinal), records.Select(record => record.VerificationId));
        Assert.InRange((await store.Database.KeyTimeToLiveAsync(store.Keys.Audit(instance.Audit.Today)))!.Value, TimeSpan.FromDays(29), TimeSpan.FromDays(30));
    }

    [Fact]
    public async Task A_trail_that_is_switched_off_is_not_written()
    {
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);
        await using var simulator = await Instance.SimulateAsync();
        await using var instance = new Instance(store, simulator, ("Audit:Enabled", "false"));

        await VerifyAsync(instance, simulator);

        Assert.Empty(await instance.AuditedAsync());
        Assert.False(await store.Database.KeyExistsAsync(store.Keys.Audit(instance.Audit.Today)));
    }

    [Fact]
    public async Task A_stored_record_reads_as_JSON_to_anybody()
    {
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);
        await using var simulator = await Instance.SimulateAsync();
        await using var instance = new Instance(store, simulator);
        await instance.Audit.EndedAsync(Asked(instance, store), AuditOutcome.Failed("invalid_grant"));

        var line = (string)(await store.Database.ListRangeAsync(store.Keys.Audit(instance.Audit.Today)))[0]!;

        Assert.Equal("failed:invalid_grant", JsonDocument.Parse(line).RootElement.GetProperty("outcome").GetString());
    }

    internal static AuditRecord Asked(Instance instance, StoreUnderTest store, string? nationalId = null) => instance.Audit.Asked(
        "ivr", "+4721000000", "no-bankid", VerificationId.New(store.Hasher.Hash(Some.NationalId())).Value, store.Hasher.Hash(Some.NationalId(nationalId ?? Somebody)), Some.Asker().CallingNumber);

    private static async Task<VerificationId> VerifyAsync(Instance instance, SimulatorHost simulator)
    {
        var (id, start) = await instance.StartAsync(Somebody);
        Assert.IsType<VerificationStart.Running>(start);
        Assert.Single(simulator.Provider.Orders).MoveTo(OrderStatus.Approved);
        await instance.AttendAsync(id);
        return id;
    }
}
