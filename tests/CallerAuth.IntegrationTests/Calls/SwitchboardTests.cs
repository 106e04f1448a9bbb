using CallerAuth.Calls;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Lines;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CallerAuth.IntegrationTests.Calls;

/// <summary>A call whose steps come to two instances: what one of them remembers of it may be old, and is never what anybody is told.</summary>
public class SwitchboardTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task What_happens_to_a_call_that_has_moved_elsewhere_happens_to_the_call_as_it_stands(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var (one, other) = (SwitchboardOf(store), SwitchboardOf(store));
        var call = await RangAsync(store, one);
        await one.HappenedAsync(call, _ => new CallEvent.AnswerMissed(Miss.Wrong, "first"));

        await other.HappenedAsync(call, _ => new CallEvent.AgentRequested());
        var late = await one.HappenedAsync(call, at => at.State is CallState.CollectingNationalId ? new CallEvent.AnswerMissed(Miss.Wrong, "second") : null);

        Assert.False(late!.Value.Moved);
        Assert.IsType<CallState.Unverified>(late.Value.After.State);
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task Where_nothing_happens_the_call_is_told_as_it_stands(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var (one, other) = (SwitchboardOf(store), SwitchboardOf(store));
        var call = await RangAsync(store, one);

        await other.HappenedAsync(call, _ => new CallEvent.AgentRequested());
        var asked = await one.HappenedAsync(call, _ => null);

        Assert.IsType<CallState.Unverified>(asked!.Value.After.State);
    }

    [Fact]
    public async Task A_call_that_the_store_has_lost_is_not_known_however_well_it_is_remembered()
    {
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);
        var one = SwitchboardOf(store);
        var call = await RangAsync(store, one);
        await store.Connection.Database.KeyDeleteAsync(store.Keys.Call(call));

        Assert.Null(await one.HappenedAsync(call, _ => new CallEvent.AgentRequested()));
        Assert.Null(await one.HappenedAsync(call, _ => null));
    }

    private static async Task<string> RangAsync(StoreUnderTest store, Switchboard switchboard)
    {
        var callSid = Some.CallSid();
        await switchboard.RangAsync(callSid, "+4721000000", Lines().Find("+4721000000")!);
        Assert.NotNull(await store.Calls.FindAsync(callSid));
        return callSid;
    }

    private static Switchboard SwitchboardOf(StoreUnderTest store) => new(
        store.Calls, new RecentCalls(TimeProvider.System), Lines(), new CallListeners([], TimeProvider.System, NullLogger<CallListeners>.Instance), TimeProvider.System, NullLogger<Switchboard>.Instance);

    private static LineDirectory Lines()
    {
        var options = new LinesOptions();
        options.Lines[LinesOptions.AnyOther] = Some.LineOptions();
        return new LineDirectory(Options.Create(options), StoreUnderTest.EIds());
    }
}
