using System.Threading.Channels;
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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_provider_tells_when_there_is_an_answer(bool approves)
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var heard = new Heard();
        var service = world.StartService(
            settings: new Dictionary<string, string>(StringComparer.Ordinal) { ["Ciba:TokenDelivery"] = "ping" },
            services: services => services.AddSingleton<INotified>(heard));
        var simulator = world.Simulator;
        simulator.Provider.Clients.Register(new RegisteredClient(simulator.Options.ClientId, simulator.ClientKey.PublicJwk, NotificationEndpoint: new Uri(service.Url, NotificationEndpoint.Path)));
        var ciba = service.Services.GetRequiredService<CibaClient>();
        var eid = service.Services.GetRequiredService<EIdCatalogue>().Get("no-bankid");
        var asked = NationalIdOf(People.Norwegian(801));

        var started = Assert.IsType<StartResult.Started>(await ciba.StartAsync(eid, asked, CallInitiator.User, null, Id, Cancellation));
        Assert.Single(simulator.Provider.Orders).MoveTo(approves ? OrderStatus.Approved : OrderStatus.Declined);

        Assert.Equal((Id, started.AuthReqId), await heard.Notifications.Reader.ReadAsync(Cancellation));
        var hasher = service.Services.GetRequiredService<NationalIdHasher>();
        var result = await ciba.PollAsync(eid, started.AuthReqId, new Claimant(eid.Name, hasher.Hash(asked), hasher.HashBirthDate(asked)), Cancellation);
        Assert.Equal(approves ? typeof(PollResult.Approved) : typeof(PollResult.Declined), result.GetType());
        Assert.Equal(1, Assert.Single(simulator.Provider.Orders).Polls.Count);
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

    private sealed class Heard : INotified
    {
        public Channel<(string VerificationId, AuthReqId AuthReqId)> Notifications { get; } = Channel.CreateUnbounded<(string, AuthReqId)>();

        public async Task NotifiedAsync(string verificationId, AuthReqId authReqId, CancellationToken cancellationToken) =>
            await Notifications.Writer.WriteAsync((verificationId, authReqId), cancellationToken);
    }
}
