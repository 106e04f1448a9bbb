using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Faults;

/// <summary>Twilio's REST API refuses or is away when the outcome is there: the hold loop brings it all the same.</summary>
public class TwilioRestFaultTests : IAsyncLifetime
{
    private readonly WireMockServer _rest = WireMockServer.Start();
    private World _world = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Digits { get; } = People.Norwegian(330).NationalId;

    public async ValueTask InitializeAsync() => _world = await World.StartAsync(StoreKind.Embedded, Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _world.DisposeAsync();
        _rest.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(401, 20003)]
    [InlineData(403, 20003)]
    [InlineData(404, 20404)]
    public async Task A_redirect_that_is_refused_is_not_tried_again(int status, int code)
    {
        Answers(status, $$"""{"code":{{code}},"message":"no","status":{{status}}}""");
        var service = Start();

        await AssertHoldLoopBringsTheOutcomeAsync(service);

        Assert.Empty(await service.SettleAsync(TimeSpan.FromSeconds(20), Cancellation));
        Assert.Single(_rest.LogEntries);
        Assert.Single(service.LogLinesWith($"with status {status}, code {code}"));
    }

    [Fact]
    public async Task A_redirect_over_the_limit_is_sent_again()
    {
        const string Limited = "limited";
        _rest.Given(Request.Create().UsingPost()).InScenario(Limited).WillSetStateTo("free")
            .RespondWith(Response.Create().WithStatusCode(429).WithBody("""{"code":20429,"message":"Too many requests","status":429}"""));
        _rest.Given(Request.Create().UsingPost()).InScenario(Limited).WhenStateIs("free")
            .RespondWith(Response.Create().WithStatusCode(200).WithBody("""{"sid":"CA","status":"in-progress"}"""));
        var service = Start();
        var call = await ApprovedAsync(service);

        await service.SettleAsync(TimeSpan.FromSeconds(20), Cancellation);

        Assert.Equal(2, _rest.LogEntries.Count);
        var sent = _rest.LogEntries[^1].RequestMessage!;
        Assert.EndsWith($"/Calls/{call.CallSid}.json", sent.Path, StringComparison.Ordinal);
        Assert.Contains($"Url={Uri.EscapeDataString(service.Twilio.UrlOf("/voice/outcome").ToString())}", sent.Body, StringComparison.Ordinal);
        Assert.Equal("verified", (await call.PostAsync("/voice/outcome", Cancellation)).CallerVerification!["status"]!.ToString());
    }

    [Fact]
    public async Task A_call_that_Twilio_says_is_over_has_ended()
    {
        Answers(400, """{"code":21220,"message":"Call is not in-progress. Cannot redirect.","status":400}""");
        var service = Start();
        var call = await ApprovedAsync(service);

        Assert.Empty(await service.SettleAsync(TimeSpan.FromSeconds(20), Cancellation));

        Assert.Single(_rest.LogEntries);
        Assert.Equal("<Hangup />", (await call.PressAsync("", Cancellation)).Twiml.Elements().Single().ToString());
    }

    [Fact]
    public async Task An_end_told_again_never_moves_a_call_whose_outcome_was_fetched_meanwhile()
    {
        Answers(500, "<html>sorry</html>");
        var service = Start();

        await AssertHoldLoopBringsTheOutcomeAsync(service);

        // The end is told again a moment later; only then is the store empty.
        Assert.Empty(await service.SettleAsync(TimeSpan.FromSeconds(30), Cancellation));
        Assert.Single(_rest.LogEntries);
        Assert.NotEmpty(service.LogLinesWith("could not be told of its end"));
    }

    [Fact]
    public async Task An_API_that_nobody_listens_at_costs_no_more_than_a_round_of_music() =>
        await AssertHoldLoopBringsTheOutcomeAsync(Start(new Uri($"http://127.0.0.1:{LoopbackPort.Take()}")));

    private ServiceUnderTest Start(Uri? rest = null) => _world.StartService(settings: new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Twilio:ApiBaseUrl"] = (rest ?? new Uri(_rest.Url!)).ToString(),
    });

    private void Answers(int status, string body) =>
        _rest.Given(Request.Create().UsingPost()).RespondWith(Response.Create().WithStatusCode(status).WithBody(body));

    private async Task<HandPlayedCall> ApprovedAsync(ServiceUnderTest service)
    {
        var call = service.Call(Line.Vestlys);
        await call.RingAsync(Cancellation);
        await call.PressAsync(Digits, Cancellation);
        await call.UntilAskedInAppAsync(Cancellation);
        Assert.Single(_world.Simulator.Provider.Orders).MoveTo(OrderStatus.Approved);
        return call;
    }

    private async Task AssertHoldLoopBringsTheOutcomeAsync(ServiceUnderTest service)
    {
        var call = await ApprovedAsync(service);
        Assert.Equal("verified", (await call.UntilHandedOnAsync(Cancellation)).CallerVerification!["status"]!.ToString());
    }
}
