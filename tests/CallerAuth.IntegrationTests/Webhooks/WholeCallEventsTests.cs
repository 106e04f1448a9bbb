using System.Text.Json.Nodes;
using CallerAuth.Agents.Statistics;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using Microsoft.Extensions.DependencyInjection;

namespace CallerAuth.IntegrationTests.Webhooks;

/// <summary>Whole calls through the real service, and what the company's other systems hear and see of them.</summary>
public class WholeCallEventsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_verified_caller_is_two_events_and_one_way_down_the_funnel(StoreKind kind)
    {
        await using var target = await TargetServer.StartAsync(200);
        await using var world = await World.StartAsync(kind, Cancellation);
        var service = world.StartService(settings: Webhooks(target));
        var call = service.Call(Simulator.Line.Vestlys);
        await call.RingAsync(Cancellation);

        await call.PressAsync(People.Norwegian(0).NationalId, Cancellation);
        await call.UntilAskedInAppAsync(Cancellation);
        Assert.Single(world.Simulator.Provider.Orders).MoveTo(OrderStatus.Approved);
        await call.UntilHandedOnAsync(Cancellation);
        await CourierRig.UntilAsync(() => target.Requests.Count >= 2);
        await call.HangUpAsync(Cancellation);

        Assert.All(target.Requests, request => Assert.True(TargetServer.IsSigned(request)));
        var (completed, routed) = (Data(target, "verification.completed"), Data(target, "call.routed"));
        Assert.Equal((call.CallSid, call.To, "ivr"), (Text(completed, "call_sid"), Text(completed, "line"), Text(completed, "asked_by")));
        Assert.Equal("verified", Text(completed["caller_verification"]!, "status"));
        Assert.Equal(completed["caller_verification"]!.ToJsonString(), routed["caller_verification"]!.ToJsonString());
        Assert.DoesNotContain(target.Requests, request => request.Body.Contains(People.Norwegian(0).NationalId, StringComparison.Ordinal));

        var figures = service.Services.GetRequiredService<TodayFigures>();
        while ((await figures.ReadAsync(figures.Today, _ => true, Cancellation)).ToVerified == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
        var today = await figures.ReadAsync(figures.Today, _ => true, Cancellation);
        Assert.All(today.Funnel, step => Assert.Equal((step.Name, 1), (step.Name, step.Count)));
        Assert.Equal((1, 1), (today.Times(Figure.SinceKeyed).Sum(bucket => bucket.Count), today.Times(Figure.SinceRang).Sum(bucket => bucket.Count)));
        Assert.Equal(0, today.Left);
    }

    [Fact]
    public async Task A_caller_who_hangs_up_while_waiting_is_one_event_and_handed_to_nobody()
    {
        await using var target = await TargetServer.StartAsync(200);
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService(settings: Webhooks(target));
        var call = service.Call(Simulator.Line.Vestlys);
        await call.RingAsync(Cancellation);
        await call.PressAsync(People.Norwegian(1).NationalId, Cancellation);
        await call.UntilAskedInAppAsync(Cancellation);

        await call.HangUpAsync(Cancellation);
        await CourierRig.UntilAsync(() => !target.Requests.IsEmpty);

        var verification = Data(target, "verification.completed")["caller_verification"]!;
        Assert.Equal(("unverified", "cancelled"), (Text(verification, "status"), Text(verification, "reason")));
        var figures = service.Services.GetRequiredService<TodayFigures>();
        while (!(await figures.ReadAsync(figures.Today, _ => true, Cancellation)).LeftAt.Contains(new Bar("app", 1)))
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
        Assert.Single(target.Requests);
    }

    private static Dictionary<string, string> Webhooks(TargetServer target) => new(StringComparer.Ordinal)
    {
        ["Webhooks:0:Url"] = target.Url.ToString(),
        ["Webhooks:0:Secret"] = TargetServer.Secret,
        ["Webhooks:0:Events:0"] = "verification.completed",
        ["Webhooks:0:Events:1"] = "call.routed",
    };

    private static JsonNode Data(TargetServer target, string type) =>
        Assert.Single(target.Requests.Select(request => JsonNode.Parse(request.Body)!), body => Text(body, "type") == type)["data"]!;

    private static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();
}
