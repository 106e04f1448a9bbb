using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Verification;

namespace CallerAuth.IntegrationTests.Verification;

/// <summary>One running verification per person, across calls and instances.</summary>
public class VerificationStoreTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_person_is_reserved_for_one_verification_at_a_time(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var person = store.Hasher.Hash(Some.NationalId());
        var first = VerificationId.New(person);
        var second = VerificationId.New(person);

        var taken = Assert.IsType<Reservation.Taken>(await ReserveAsync(store, first, person));
        Assert.IsType<Reservation.AlreadyRunning>(await ReserveAsync(store, second, person));

        await store.Verifications.ReleaseAsync(second, person, taken, nothingRang: true);
        Assert.IsType<Reservation.AlreadyRunning>(await ReserveAsync(store, second, person));
        await store.Verifications.ReleaseAsync(first, person, taken, nothingRang: true);
        Assert.IsType<Reservation.Taken>(await ReserveAsync(store, second, person));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_person_is_free_again_when_the_verification_has_ended(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var person = store.Hasher.Hash(Some.NationalId());
        var id = await ShardLedgerTests.BeginAsync(store);
        Assert.IsType<Reservation.AlreadyRunning>(await ReserveAsync(store, VerificationId.New(person), person));

        await ShardLedgerTests.EndAsync(store, id, new VerificationOutcome.Declined(), orderStaysOpen: false);

        Assert.IsType<Reservation.Taken>(await ReserveAsync(store, VerificationId.New(person), person));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task Where_a_second_order_would_disturb_an_abandoned_one_the_person_stays_taken_until_it_lapses(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var person = store.Hasher.Hash(Some.NationalId());
        var id = await ShardLedgerTests.BeginAsync(store);

        await store.Verifications.CancelAsync(id, person.Value, orderStaysOpen: true);

        Assert.IsType<Reservation.AlreadyRunning>(await ReserveAsync(store, VerificationId.New(person), person));
        var left = await store.Database.KeyTimeToLiveAsync(store.Keys.Person(id.Shard, person.Value));
        Assert.InRange(left!.Value, TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_cancelled_verification_is_forgotten_and_never_due(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var person = store.Hasher.Hash(Some.NationalId());
        var id = await ShardLedgerTests.BeginAsync(store);

        await store.Verifications.CancelAsync(id, person.Value, orderStaysOpen: false);

        Assert.Null(await store.Verifications.FindAsync(id));
        Assert.Empty(await ShardLedgerTests.TakenAsync(store, "us", id.Shard, gone: null));
        Assert.IsType<Reservation.Taken>(await ReserveAsync(store, VerificationId.New(person), person));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task Nothing_of_a_person_stands_in_the_store_in_clear(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var id = await ShardLedgerTests.BeginAsync(store);
        var record = await store.Verifications.FindAsync(id);

        var fields = await store.Database.HashGetAllAsync(store.Keys.Running(id.Shard));

        var text = string.Join('|', fields.Select(field => System.Text.Encoding.Latin1.GetString((byte[])field.Value!)));
        Assert.DoesNotContain(record!.AuthReqId, text, StringComparison.Ordinal);
        Assert.DoesNotContain(record.NationalIdHash, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Some.Fodselsnummer, text, StringComparison.Ordinal);
    }

    private static Task<Reservation> ReserveAsync(StoreUnderTest store, VerificationId id, Identity.NationalIdHash person) =>
        store.Verifications.ReserveAsync(id, person, TimeSpan.FromSeconds(30), new LimitsOptions.Limit());
}
