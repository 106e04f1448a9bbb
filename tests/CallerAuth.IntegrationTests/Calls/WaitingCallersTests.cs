using CallerAuth.Calls;
using CallerAuth.IntegrationTests.Stores;

namespace CallerAuth.IntegrationTests.Calls;

/// <summary>Queues on both stores: who came first is served first, and by one agent.</summary>
public class WaitingCallersTests
{
    private const string Queue = "Kø én";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task Callers_are_taken_in_the_order_of_their_arrival(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var (first, second) = (Some.CallSid(), Some.CallSid());
        await store.Waiting.JoinAsync(Queue, second, TimeSpan.FromSeconds(1));
        await store.Waiting.JoinAsync(Queue, first, TimeSpan.FromSeconds(40));

        Assert.Equal(first, await store.Waiting.TakeAsync(Queue));
        Assert.Equal(second, await store.Waiting.TakeAsync(Queue));
        Assert.Null(await store.Waiting.TakeAsync(Queue));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task Each_caller_is_offered_to_one_of_many_agents_who_ask_at_once(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var callers = Enumerable.Range(0, 8).Select(_ => Some.CallSid()).ToList();
        foreach (var caller in callers)
            await store.Waiting.JoinAsync(Queue, caller, TimeSpan.Zero);

        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => store.Waiting.TakeAsync(Queue)));

        Assert.Equal(callers.Order(StringComparer.Ordinal), taken.OfType<string>().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_caller_whose_agent_hung_up_during_the_whisper_is_free_again_and_gets_the_old_place_back(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var (first, second) = (Some.CallSid(), Some.CallSid());
        await store.Waiting.JoinAsync(Queue, first, TimeSpan.FromSeconds(40));
        await store.Waiting.JoinAsync(Queue, second, TimeSpan.FromSeconds(20));
        await store.Waiting.TakeAsync(Queue);
        await LetLeaseRunOutAsync(store, first);

        await store.Waiting.JoinAsync(Queue, first, TimeSpan.FromSeconds(71));

        Assert.Equal(first, await store.Waiting.TakeAsync(Queue));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_round_of_music_does_not_take_a_caller_away_from_the_agent_who_hears_the_whisper(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var caller = Some.CallSid();
        await store.Waiting.JoinAsync(Queue, caller, TimeSpan.Zero);
        await store.Waiting.TakeAsync(Queue);

        await store.Waiting.JoinAsync(Queue, caller, TimeSpan.FromSeconds(60));

        Assert.Null(await store.Waiting.TakeAsync(Queue));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_caller_who_left_is_not_taken_and_queues_do_not_mix(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var (gone, other) = (Some.CallSid(), Some.CallSid());
        await store.Waiting.JoinAsync(Queue, gone, TimeSpan.Zero);
        await store.Waiting.JoinAsync("another", other, TimeSpan.Zero);

        await store.Waiting.RemoveAsync(Queue, gone);

        Assert.Null(await store.Waiting.TakeAsync(Queue));
        Assert.Equal(other, await store.Waiting.TakeAsync("another"));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_queue_that_nobody_joins_any_more_is_forgotten(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);

        await store.Waiting.JoinAsync(Queue, Some.CallSid(), TimeSpan.Zero);

        var left = await store.Database.KeyTimeToLiveAsync(store.Keys.Queue(Queue));
        Assert.InRange(left!.Value, CallStore.Keep - TimeSpan.FromMinutes(1), CallStore.Keep);
    }

    // The lease is a score of the store's clock, so a test moves the score instead of the time.
    private static Task LetLeaseRunOutAsync(StoreUnderTest store, string callSid) =>
        store.Database.SortedSetDecrementAsync(store.Keys.Queue(Queue), callSid, (WaitingCallers.Lease + TimeSpan.FromMilliseconds(1)).TotalMilliseconds);
}
