using CallerAuth.Agents.Requests;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using Microsoft.Extensions.DependencyInjection;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Agents;

/// <summary>A verification that was asked for on a call is nobody's any more when the call is over.</summary>
public class EndedCallTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_caller_who_hangs_up_cancels_all_that_was_asked_about_them(StoreKind kind)
    {
        await using var world = await World.StartAsync(kind, Cancellation);
        var service = world.StartService();
        using var api = new ApiClient(service.Url);
        var call = await WithAgentAsync(service);
        var ids = new[] { await AskAsync(api, call, 480), await AskAsync(api, call, 481) };
        foreach (var id in ids)
            await api.UntilPendingAsync(id, Cancellation);

        await call.HangUpAsync(Cancellation);

        foreach (var id in ids)
        {
            var ended = await api.UntilEndedAsync(id, Cancellation);
            Assert.Equal(("unverified", "cancelled"), ((string?)ended.Json["status"], (string?)ended.Json["caller_verification"]!["reason"]));
        }

        // Nobody is polled for, and each person is free for the next caller who names them.
        Assert.Empty(await service.SettleAsync(TimeSpan.FromSeconds(20), Cancellation));
    }

    [Fact]
    public async Task The_end_of_a_call_that_the_store_could_not_be_told_of_cancels_when_the_store_is_back()
    {
        await using var world = await World.StartAsync(StoreKind.Redis, Cancellation);
        var service = world.StartService();
        using var api = new ApiClient(service.Url);
        var call = await WithAgentAsync(service);
        var id = await AskAsync(api, call, 482);
        await api.UntilPendingAsync(id, Cancellation);
        world.Redis!.Kill();

        await call.HangUpAsync(Cancellation);
        await world.Redis.RestartAsync(Cancellation);
        await service.UntilReadyAsync(Cancellation);

        Assert.Equal("cancelled", (string?)(await api.UntilEndedAsync(id, Cancellation)).Json["caller_verification"]!["reason"]);
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task An_answer_that_came_before_the_end_stays_what_it_was(StoreKind kind)
    {
        await using var world = await World.StartAsync(kind, Cancellation);
        var service = world.StartService();
        using var api = new ApiClient(service.Url);
        var call = await WithAgentAsync(service);
        var id = await AskAsync(api, call, 483);
        await api.UntilPendingAsync(id, Cancellation);
        world.Simulator.Provider.Orders.Single().MoveTo(OrderStatus.Approved);
        await api.UntilEndedAsync(id, Cancellation);

        await call.HangUpAsync(Cancellation);

        Assert.Empty(await service.SettleAsync(TimeSpan.FromSeconds(20), Cancellation));
        Assert.Equal("verified", (string?)(await api.ReadAsync(id, Cancellation)).Json["status"]);
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task What_is_asked_stands_with_the_call_before_anything_rings(StoreKind kind)
    {
        await using var world = await World.StartAsync(kind, Cancellation);
        var service = world.StartService();
        using var api = new ApiClient(service.Url);
        var call = await WithAgentAsync(service);

        var id = await AskAsync(api, call, 484);

        Assert.Equal(id, (await service.Services.GetRequiredService<AskedOnCalls>().LastAsync(call.CallSid))?.Value);
    }

    private static async Task<HandPlayedCall> WithAgentAsync(ServiceUnderTest service)
    {
        var call = service.Call(Line.Vestlys);
        await call.RingAsync(Cancellation);
        await call.PressAsync("0", Cancellation);
        return call;
    }

    private static async Task<string> AskAsync(ApiClient api, HandPlayedCall call, int person)
    {
        var body = ApiClient.Norwegian(People.Norwegian(person).NationalId, Line.Vestlys);
        body["callSid"] = call.CallSid;
        return (await api.StartAsync(body, Cancellation))["id"]!;
    }
}
