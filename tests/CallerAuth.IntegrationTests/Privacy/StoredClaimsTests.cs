using System.Text.Json;
using CallerAuth.Calls;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using Microsoft.Extensions.DependencyInjection;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Privacy;

/// <summary>What of a believed token is remembered, also under seal: the claims that the line hands on, and no others.</summary>
public class StoredClaimsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_verified_call_remembers_the_claims_of_its_line_and_not_the_national_id()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        var person = People.Norwegian(370);

        var call = service.Call(Line.Vestlys);
        await call.RingAsync(Cancellation);
        await call.PressAsync(person.NationalId, Cancellation);
        await call.UntilAskedInAppAsync(Cancellation);
        Assert.Single(world.Simulator.Provider.Orders).MoveTo(OrderStatus.Approved);
        await call.UntilHandedOnAsync(Cancellation);

        var stored = await service.Services.GetRequiredService<CallStore>().FindAsync(call.CallSid);
        Assert.Equal(["birthdate", "name"], Assert.IsType<CallState.Verified>(stored!.State).Identity.Claims.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(Canary.OfNationalId(person.NationalId).FormsIn(JsonSerializer.Serialize(stored, CallJson.Default.Call)));
    }
}
