using CallerAuth.Ciba;
using CallerAuth.Identity;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using Microsoft.Extensions.DependencyInjection;

namespace CallerAuth.IntegrationTests.Verification;

/// <summary>The provider and the service in ping mode, over the wire in both directions (CIBA Core §10.2).</summary>
public sealed class PingTests
{
    private const string Id = "0a3f9c0d1e2b4a5968778695a4";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <remarks>The interval is half a minute: whoever polled by the clock alone would still be waiting.</remarks>
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task A_call_goes_on_when_the_provider_tells_that_there_is_an_answer_whichever_instance_it_tells(bool approves, int instances)
    {
        await using var world = await World.StartAsync(instances == 1 ? StoreKind.Embedded : StoreKind.Redis, Cancellation);
        var provider = world.Simulator.Provider;
        provider.Options = provider.Options with { IntervalSeconds = 30 };
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Ciba:TokenDelivery"] = "ping" };
        ServiceUnderTest[] services = [.. Enumerable.Range(0, instances).Select(_ => world.StartService(settings: settings))];
        // The last one to come hears the provider and owns half of the shards.
        provider.Clients.Register(new RegisteredClient(
            world.Simulator.Options.ClientId, world.Simulator.ClientKey.PublicJwk, NotificationEndpoint: new Uri(services[^1].Url, NotificationEndpoint.Path)));
        var call = services[0].Call(Simulator.Line.Vestlys);
        await call.RingAsync(Cancellation);
        await call.PressAsync(People.Norwegian(801).NationalId, Cancellation);
        await call.UntilAskedInAppAsync(Cancellation);

        var began = TimeProvider.System.GetTimestamp();
        var order = Assert.Single(provider.Orders);
        order.MoveTo(approves ? OrderStatus.Approved : OrderStatus.Declined);
        await call.WaitAsync(answer => answer.Asks?.AbsolutePath is not ("/voice/hold" or "/voice/hold/music"), Cancellation);

        Assert.Equal(approves ? "verified" : null, call.Last.CallerVerification?["status"]?.ToString());
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.Equal(1, order.Polls.Count);
    }

    [Fact]
    public async Task A_client_in_ping_mode_must_bring_a_token_and_another_may_not()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService(settings: new Dictionary<string, string>(StringComparer.Ordinal) { ["Ciba:TokenDelivery"] = "ping" });

        // Registered for poll mode, as the simulator does by itself.
        var result = await service.Services.GetRequiredService<CibaClient>().StartAsync(
            service.Services.GetRequiredService<EIdCatalogue>().Get("no-bankid"), NationalIdOf(People.Norwegian(802)), CallInitiator.User, null, Id, Cancellation);

        Assert.Equal("invalid_request", Assert.IsType<StartResult.Refused>(result).Error);
    }

    private static NationalId NationalIdOf(TestPerson person) =>
        NationalId.TryParse(person.NationalId, NationalIdKind.Fodselsnummer, new NationalIdRules { AllowSynthetic = true }, new DateOnly(2026, 11, 23), out var nationalId, out _)
            ? nationalId
            : throw new InvalidOperationException("The person has no national ID.");
}
