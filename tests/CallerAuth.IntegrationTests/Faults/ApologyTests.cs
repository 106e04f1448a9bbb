using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Faults;

/// <summary>The store was away for a moment, the caller was led to an agent, and their BankID is approved while they talk.</summary>
public class ApologyTests : IAsyncLifetime
{
    private readonly WireMockServer _rest = WireMockServer.Start();
    private World _world = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _world = await World.StartAsync(StoreKind.Redis, Cancellation);
        _rest.Given(Request.Create().UsingPost()).RespondWith(Response.Create().WithStatusCode(200).WithBody("""{"sid":"CA","status":"in-progress"}"""));
    }

    public async ValueTask DisposeAsync()
    {
        await _world.DisposeAsync();
        _rest.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_approval_that_comes_too_late_does_not_take_the_caller_from_the_agent()
    {
        var service = Start();
        var call = await LedOnAsync(service);
        await service.UntilLoggedAsync("went from AwaitingApproval to Unverified: Apologised", Cancellation);

        Assert.Single(_world.Simulator.Provider.Orders).MoveTo(OrderStatus.Approved);

        Assert.Empty(await service.SettleAsync(TimeSpan.FromSeconds(20), Cancellation));
        Assert.Empty(_rest.LogEntries);
        Assert.Equal("<Hangup />", (await LegEndsAsync(call)).Twiml.Elements().Single().ToString());
    }

    [Fact]
    public async Task A_caller_whom_the_approval_does_take_from_the_agent_hears_the_outcome_and_is_not_hung_up_on()
    {
        var service = Start();
        var call = service.Call(Line.Vestlys);
        await AskedAsync(call);
        Assert.Single(_world.Simulator.Provider.Orders).MoveTo(OrderStatus.Approved);
        await service.UntilLoggedAsync("was redirected to its outcome", Cancellation);

        // Twilio tells of the leg that the redirect ended before, after or while it fetches the outcome.
        await LegEndsAsync(call);
        var outcome = await call.PostAsync("/voice/outcome", Cancellation);

        Assert.Equal("verified", outcome.CallerVerification!["status"]!.ToString());
    }

    private ServiceUnderTest Start() => _world.StartService(settings: new Dictionary<string, string>(StringComparer.Ordinal) { ["Twilio:ApiBaseUrl"] = _rest.Url! });

    private static async Task AskedAsync(HandPlayedCall call)
    {
        await call.RingAsync(Cancellation);
        await call.PressAsync(People.Norwegian(340).NationalId, Cancellation);
        await call.UntilAskedInAppAsync(Cancellation);
    }

    private async Task<HandPlayedCall> LedOnAsync(ServiceUnderTest service)
    {
        var call = service.Call(Line.Vestlys);
        await AskedAsync(call);
        _world.Redis!.Kill();
        var apology = await call.PressAsync("", Cancellation);
        Assert.Equal("error", apology.CallerVerification!["reason"]!.ToString());
        await _world.Redis.RestartAsync(Cancellation);
        return call;
    }

    private static Task<Answer> LegEndsAsync(HandPlayedCall call) =>
        call.PostAsync("/voice/agent-leg", Cancellation, new KeyValuePair<string, string>("DialCallStatus", "completed"));
}
