using System.Security.Cryptography;
using CallerAuth.Calls;
using CallerAuth.IntegrationTests.Stores;

namespace CallerAuth.IntegrationTests.Calls;

/// <summary>Calls on both stores: of two writers one wins, and the other learns what won.</summary>
public class CallStoreTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_call_comes_back_as_it_was_saved(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var call = Some.Call() with { Attempts = 2, State = new CallState.OfferingRetry(default, UnverifiedReason.Expired, new Tries(1, Miss.Wrong, "t")) };
        call = call with { State = new CallState.Unverified(UnverifiedReason.NoInput, null, Handoff.FirstTold, ReasonTold: true) };

        var saved = await store.Calls.SaveAsync(call);

        Assert.True(saved.Saved);
        Assert.Equal(call with { Version = 1 }, await store.Calls.FindAsync(call.CallSid));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task Of_many_writers_on_one_version_exactly_one_wins_and_all_learn_what_stands(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var call = (await store.Calls.SaveAsync(Some.Call())).Standing!;

        var results = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => store.Calls.SaveAsync(call with { Attempts = i }).AsTask()));

        var winner = Assert.Single(results, result => result.Saved);
        Assert.All(results, result => Assert.Equal(winner.Standing, result.Standing));
        Assert.Equal(2, winner.Standing!.Version);
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_doubled_first_webhook_finds_the_call_that_the_first_one_made(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var call = Some.Call();
        await store.Calls.SaveAsync(call with { Attempts = 1 });

        var second = await store.Calls.SaveAsync(call);

        Assert.False(second.Saved);
        Assert.Equal(1, second.Standing!.Attempts);
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_call_that_is_gone_is_not_written_back(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var call = (await store.Calls.SaveAsync(Some.Call())).Standing!;
        await store.Database.KeyDeleteAsync(store.Keys.Call(call.CallSid));

        var result = await store.Calls.SaveAsync(call with { Attempts = 3 });

        Assert.Equal(new SaveResult(false, null), result);
        Assert.Null(await store.Calls.FindAsync(call.CallSid));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_sealed_call_does_not_open_under_another_name(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var call = (await store.Calls.SaveAsync(Some.Call())).Standing!;
        var other = Some.CallSid();

        var box = await store.Database.HashGetAsync(store.Keys.Call(call.CallSid), "call");
        await store.Database.HashSetAsync(store.Keys.Call(other), "call", box);

        await Assert.ThrowsAnyAsync<CryptographicException>(() => store.Calls.FindAsync(other));
    }
}
