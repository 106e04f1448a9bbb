using CallerAuth.Ciba;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Faults;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using CallerAuth.Voice;
using Microsoft.Extensions.DependencyInjection;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Faults;

/// <summary>The provider is down for all: after the first few, callers are told at once, and the provider is left in peace until it is well again.</summary>
public class ProviderDownTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Callers_are_told_at_once_and_asked_again_when_it_is_well()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService(settings: new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Ciba:CircuitBreaker:MinimumThroughput"] = "3",
            ["Ciba:CircuitBreaker:BreakDuration"] = "00:00:02",
        });
        world.Simulator.Provider.Faults.Start.Play(Fault.Answer.ServerError, times: 3);
        for (var caller = 0; caller < 3; caller++)
            await EndAsync(service, caller);

        // The provider is well, but nobody knows it yet.
        var told = await EndAsync(service, 4);

        Assert.Equal($"{service.Prompt(Line.Vestlys, PromptKey.Unavailable)} {service.Prompt(Line.Vestlys, PromptKey.ConnectingUnverified)}", told.Said);
        Assert.Equal("unavailable", told.Reason);
        Assert.Empty(world.Simulator.Provider.Orders);

        var circuit = service.Services.GetRequiredService<ProviderCircuits>().Starts;
        while (circuit.Break is { } pause)
            await Task.Delay(pause, TimeProvider.System, Cancellation);
        var call = await KeyedAsync(service, 5);
        await call.UntilAskedInAppAsync(Cancellation);
        Assert.Single(world.Simulator.Provider.Orders).MoveTo(OrderStatus.Approved);
        Assert.Equal("verified", (await call.UntilHandedOnAsync(Cancellation)).CallerVerification!["status"]!.ToString());
    }

    private static async Task<Answer> EndAsync(ServiceUnderTest service, int person) => await (await KeyedAsync(service, person)).UntilHandedOnAsync(Cancellation);

    private static async Task<HandPlayedCall> KeyedAsync(ServiceUnderTest service, int person)
    {
        var call = service.Call(Line.Vestlys);
        await call.RingAsync(Cancellation);
        await call.PressAsync(People.Norwegian(700 + person).NationalId, Cancellation);
        return call;
    }
}
