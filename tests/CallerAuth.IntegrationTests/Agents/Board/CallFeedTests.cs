using CallerAuth.Agents.Board;
using CallerAuth.Calls;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Agents.Board;

/// <summary>The board that all instances share: one may drop what is over, and nothing else.</summary>
public class CallFeedTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task What_one_instance_cannot_read_stays_on_everybodys_board(StoreKind kind)
    {
        await using var world = await World.StartAsync(kind, Cancellation);
        var service = world.StartService();
        var store = service.Services.GetRequiredService<CallStore>();
        var index = service.Services.GetRequiredService<LiveIndex>();
        var foreign = (await store.SaveAsync(Some.Call() with { To = "+4799999999" })).Standing!;
        var ended = (await store.SaveAsync(Some.Call() with { To = Line.Vestlys.Number, State = new CallState.Ended(EndReason.HungUp) })).Standing!;
        var live = await LiveAsync(service);
        foreach (var call in new[] { foreign, ended, live })
            await index.TouchAsync(call.CallSid);

        var shown = await ShownAsync(service.Services.GetRequiredService<CallFeed>(), cards => cards.ContainsKey(live.CallSid));

        Assert.Equal([live.CallSid], shown.Keys);
        var left = (await index.ReadAsync(Cancellation)).Keys;
        Assert.Contains(foreign.CallSid, left);
        Assert.DoesNotContain(ended.CallSid, left);
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task When_there_are_too_many_calls_the_newest_are_read(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var index = new LiveIndex(store.Connection, store.Keys) { Most = 2 };
        await store.Database.SortedSetAddAsync(store.Keys.LiveCalls, [new("CA1", 1), new("CA2", 2), new("CA3", 3)]);

        var read = await index.ReadAsync(Cancellation);

        Assert.Equal(["CA2", "CA3"], read.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task What_changes_beside_a_call_brings_none_back_that_is_over(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var index = new LiveIndex(store.Connection, store.Keys);
        await index.TouchAsync("CA1");

        await index.TouchKnownAsync("CA1");
        await index.TouchKnownAsync("CA2");

        Assert.Equal(["CA1"], (await index.ReadAsync(Cancellation)).Keys);
    }

    [Fact]
    public async Task A_call_is_not_gone_because_the_list_was_cut_off_before_it()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        var connection = service.Services.GetRequiredService<CallerAuth.Store.StoreConnection>();
        var index = new LiveIndex(connection, service.Keys) { Most = 2 };
        using var feed = new CallFeed(index, service.Services.GetRequiredService<CardReader>(), TimeProvider.System, NullLogger<CallFeed>.Instance);
        await feed.StartAsync(Cancellation);
        Call[] calls = [await LiveAsync(service), await LiveAsync(service), await LiveAsync(service)];
        await index.TouchAsync(calls[0].CallSid);
        await index.TouchAsync(calls[1].CallSid);
        using var open = feed.Watch(() => { });
        await ShownAsync(feed, cards => cards.Count == 2);

        // Nobody tells of it, so when it is shown, the list has been read again.
        await service.Store.SortedSetAddAsync(service.Keys.LiveCalls, calls[2].CallSid, TimeProvider.System.GetUtcNow().AddMinutes(1).ToUnixTimeMilliseconds());
        var all = await ShownAsync(feed, cards => cards.ContainsKey(calls[2].CallSid));
        await service.Services.GetRequiredService<Switchboard>().HappenedAsync(calls[0].CallSid, _ => new CallEvent.HungUp());
        var rest = await ShownAsync(feed, cards => !cards.ContainsKey(calls[0].CallSid));

        Assert.Equal(3, all.Count);
        Assert.Equal(2, rest.Count);
        await feed.StopAsync(Cancellation);
    }

    private static async Task<Call> LiveAsync(ServiceUnderTest service) =>
        (await service.Services.GetRequiredService<CallStore>().SaveAsync(Some.Call() with { To = Line.Vestlys.Number })).Standing!;

    private static async Task<IReadOnlyDictionary<string, CallCard>> ShownAsync(CallFeed feed, Func<IReadOnlyDictionary<string, CallCard>, bool> until)
    {
        var shown = new TaskCompletionSource<IReadOnlyDictionary<string, CallCard>>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watching = feed.Watch(Look);
        Look();
        return await shown.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Cancellation);

        void Look()
        {
            var now = feed.Now;
            if (now.IsLive && until(now.Cards))
                shown.TrySetResult(now.Cards);
        }
    }
}
