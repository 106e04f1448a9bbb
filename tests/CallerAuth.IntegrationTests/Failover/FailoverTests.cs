using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using StackExchange.Redis;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Failover;

/// <summary>Whole calls on a cluster and behind sentinels, in peace and while a primary is lost.</summary>
[Collection(Alone.Name)]
public class FailoverTests
{
    private static readonly TimeSpan SettlesWithin = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreTopology.Cluster)]
    [InlineData(StoreTopology.Sentinel)]
    public async Task Calls_end_as_they_must(StoreTopology topology)
    {
        await using var servers = await ManyServers.StartAsync(topology, Cancellation);
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = StartService(world, servers);
        var calls = await AskedAsync(service, world, callers: 12);

        foreach (var (order, i) in world.Simulator.Provider.Orders.Select((order, i) => (order, i)))
            order.MoveTo(i % 2 == 0 ? OrderStatus.Approved : OrderStatus.Declined);
        var ends = await Task.WhenAll(calls.Select(call => call.WaitAsync(HasEnded, Cancellation)));

        Assert.Equal(6, ends.Count(IsVerified));
        foreach (var call in calls)
            await call.HangUpAsync(Cancellation);
        Assert.Empty(await service.SettleAsync(SettlesWithin, Cancellation));
        Assert.Equal(new Manners(0, 0, 0, 0), Manners.Of(world.Simulator.Provider));
        AssertNoTopologyErrors(service);
    }

    /// <remarks>The time-out is for a store that does not come back.</remarks>
    [Theory(Timeout = 120_000)]
    [InlineData(StoreTopology.Cluster)]
    [InlineData(StoreTopology.Sentinel)]
    public async Task When_a_primary_dies_every_caller_reaches_somebody_and_nobody_is_verified_by_mistake(StoreTopology topology)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var servers = await ManyServers.StartAsync(topology, cancellation);
        await using var world = await World.StartAsync(StoreKind.Embedded, cancellation);
        var service = StartService(world, servers);
        var calls = await AskedAsync(service, world, callers: 12);

        (await servers.OwnersOfAsync(service.Keys.Call(calls[0].CallSid))).Primary.Kill();
        var orders = world.Simulator.Provider.Orders.ToList();
        for (var i = 0; i < orders.Count; i++)
            orders[i].MoveTo(i % 2 == 0 ? OrderStatus.Approved : OrderStatus.Declined);
        var ends = await Task.WhenAll(calls.Select(call => call.WaitAsync(HasEnded, cancellation)));

        TestContext.Current.TestOutputHelper!.WriteLine($"{topology}: of {calls.Count} callers {ends.Count(IsVerified)} were verified, {ends.Count(end => end.Asks is null && !IsVerified(end))} reached an agent unverified, {ends.Count(end => end.Asks is not null)} were offered another try.");
        Assert.All(calls.Zip(ends).Where(pair => IsVerified(pair.Second)), pair => Assert.Equal(OrderStatus.Approved, Assert.Single(orders, order => order.Person.NationalId == Numbers[pair.First.CallSid]).StatusAt(DateTimeOffset.MinValue)));
        AssertNoTopologyErrors(service);

        // And the store that is left serves the next caller.
        await service.UntilReadyAsync(cancellation);
        await UntilVerifiedAsync(service, world, person: 800);
    }

    [Theory(Timeout = 120_000)]
    [InlineData(StoreTopology.Cluster)]
    [InlineData(StoreTopology.Sentinel)]
    public async Task A_call_that_the_new_primary_never_heard_of_is_asked_again_or_goes_to_an_agent_unverified(StoreTopology topology)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var servers = await ManyServers.StartAsync(topology, cancellation);
        await using var world = await World.StartAsync(StoreKind.Embedded, cancellation);
        var service = StartService(world, servers);
        var call = service.Call(Line.Vestlys);
        var (primary, replicas) = await servers.OwnersOfAsync(service.Keys.Call(call.CallSid));

        // What is written from here on is written to the primary alone: a replica that only stands still would read it from its socket later.
        foreach (var replica in replicas)
            replica.Freeze();
        await using (var admin = await ConnectionMultiplexer.ConnectAsync(primary.ConnectionString + ",allowAdmin=true"))
            await admin.GetServer(primary.ConnectionString).ExecuteAsync("CLIENT", "KILL", "TYPE", "replica");
        await KeyAsync(call, person: 790);
        await call.UntilAskedInAppAsync(cancellation);
        primary.Kill();
        foreach (var replica in replicas)
            replica.Thaw();
        Assert.Single(world.Simulator.Provider.Orders).MoveTo(OrderStatus.Approved);
        Assert.False(await IsKnownAsync(service, call, cancellation), "The write was not lost.");
        var end = await call.WaitAsync(answer => answer.Asks is null || answer.Asks.AbsolutePath is "/voice/national-id" or "/voice/retry", cancellation);

        TestContext.Current.TestOutputHelper!.WriteLine($"{topology}: the caller was {(end.Asks is { } asked ? $"asked again at {asked.AbsolutePath}" : $"led to an agent: {end.CallerVerification?["status"] ?? "no task"} {end.Reason}")}.");
        Assert.False(IsVerified(end));
        await service.UntilReadyAsync(cancellation);
        await UntilVerifiedAsync(service, world, person: 800);
    }

    private static readonly Dictionary<string, string> Numbers = new(StringComparer.Ordinal);

    private static ServiceUnderTest StartService(World world, ManyServers servers) =>
        world.StartService(settings: new Dictionary<string, string>(StringComparer.Ordinal) { ["Store:ConnectionString"] = servers.ConnectionString });

    private static async Task<IReadOnlyList<HandPlayedCall>> AskedAsync(ServiceUnderTest service, World world, int callers)
    {
        var calls = Enumerable.Range(0, callers).Select(_ => service.Call(Line.Vestlys)).ToList();
        await Task.WhenAll(calls.Select((call, i) => KeyAsync(call, 750 + i)));
        await Task.WhenAll(calls.Select(call => call.UntilAskedInAppAsync(Cancellation)));
        Assert.Equal(callers, world.Simulator.Provider.Orders.Count);
        return calls;
    }

    private static async Task KeyAsync(HandPlayedCall call, int person)
    {
        var digits = People.Norwegian(person).NationalId;
        lock (Numbers)
            Numbers[call.CallSid] = digits;
        if ((await call.RingAsync(Cancellation)).Asks is not null)
            await call.PressAsync(digits, Cancellation);
    }

    /// <summary>What the store says of a call as soon as it says anything.</summary>
    private static async Task<bool> IsKnownAsync(ServiceUnderTest service, HandPlayedCall call, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await service.Store.KeyExistsAsync(service.Keys.Call(call.CallSid), CommandFlags.DemandMaster);
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
            }
        }
    }

    /// <summary>While a failover is under way a caller may be unlucky, and calls again.</summary>
    private static async Task UntilVerifiedAsync(ServiceUnderTest service, World world, int person)
    {
        for (var tries = 0; ; tries++) // Each with a person of its own, who may still be taken.
        {
            var call = service.Call(Line.Vestlys);
            await KeyAsync(call, person + tries);
            var waiting = call.Last.Asks is null ? call.Last : await call.WaitAsync(answer => answer.Asks is null || answer.Asks.AbsolutePath is "/voice/hold/music" or "/voice/retry", Cancellation);
            if (waiting.Asks?.AbsolutePath == "/voice/hold/music")
            {
                world.Simulator.Provider.Orders.Single(order => order.Person.NationalId == Numbers[call.CallSid]).MoveTo(OrderStatus.Approved);
                if (IsVerified(await call.UntilHandedOnAsync(Cancellation)))
                    return;
            }

            Assert.True(tries < 100, "The store did not come back.");
        }
    }

    private static bool HasEnded(Answer answer) => answer.Asks is null || answer.Asks.AbsolutePath == "/voice/retry";

    private static bool IsVerified(Answer answer) => answer.Asks is null && answer.CallerVerification?["status"]?.ToString() == "verified";

    private static void AssertNoTopologyErrors(ServiceUnderTest service)
    {
        Assert.Empty(service.LogLinesWith("CROSSSLOT"));
        Assert.Empty(service.LogLinesWith("MOVED "));
    }
}
