using CallerAuth.Agents.Api;
using CallerAuth.Agents.Outbound;
using CallerAuth.Calls;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.IntegrationTests.Voice;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Twilio.Clients;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Agents;

/// <summary>What Twilio may answer to the wish for a call, and what whoever had it placed is told.</summary>
public sealed class PlacingFaultTests : IAsyncLifetime, IDisposable
{
    private const string CallSid = "CA0123456789abcdef0123456789abcdef";

    private readonly WireMockServer _rest = WireMockServer.Start();
    private World _world = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await World.StartAsync(StoreKind.Embedded, Cancellation);

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    public void Dispose() => _rest.Dispose();

    [Theory]
    [InlineData(400, 21215, "to", OutboundFault.NotAllowed)]
    [InlineData(400, 21211, "to", OutboundFault.NotAllowed)]
    [InlineData(400, 21212, null, OutboundFault.Misconfigured)]
    [InlineData(401, 20003, null, OutboundFault.Misconfigured)]
    [InlineData(400, 10004, null, OutboundFault.TooMany)]
    internal async Task A_refusal_is_told_apart_by_whose_it_is_to_mend(int status, int code, string? field, OutboundFault fault)
    {
        Answers(status, $$"""{"code":{{code}},"message":"no +46701740605","status":{{status}}}""");
        var service = Start();

        var refused = Assert.IsType<OutboundAnswer.Refused>(await OrderAsync(service));

        Assert.Equal((field, fault), (refused.Field, refused.Fault));
        Assert.Single(_rest.LogEntries);
        Assert.Empty(service.LogLinesWith("701740605"));
    }

    [Fact]
    public async Task Over_Twilios_limit_a_call_is_tried_again_and_then_told_as_too_many()
    {
        Answers(429, """{"code":20429,"message":"Too Many Requests","status":429}""");

        var refused = Assert.IsType<OutboundAnswer.Refused>(await OrderAsync(Start()));

        Assert.Equal(OutboundFault.TooMany, refused.Fault);
        Assert.Equal(4, _rest.LogEntries.Count);
    }

    [Theory]
    [InlineData(500, "<html>sorry</html>")]
    [InlineData(201, "<html>created</html>")]
    [InlineData(201, "{}")]
    public async Task Without_a_clear_answer_nothing_is_asked_twice_and_nothing_is_claimed(int status, string body)
    {
        Answers(status, body);

        var refused = Assert.IsType<OutboundAnswer.Refused>(await OrderAsync(Start()));

        Assert.Equal(OutboundFault.Unknown, refused.Fault);
        Assert.Single(_rest.LogEntries);
    }

    [Fact]
    public async Task What_is_sent_is_what_Twilio_takes()
    {
        Answers(201, $$"""{"sid":"{{CallSid}}","status":"queued"}""");
        var service = Start();

        var placed = Assert.IsType<OutboundAnswer.Placed>(await OrderAsync(service));

        Assert.Equal(CallSid, placed.Call.CallSid);
        var form = Assert.Single(_rest.LogEntries).RequestMessage!.Body!.Split('&').Select(Uri.UnescapeDataString).Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                "From=+46101000000", "MachineDetection=Enable", "Method=POST", $"StatusCallback={service.Twilio.UrlOf("/voice/status")}",
                "StatusCallbackEvent=completed", "StatusCallbackMethod=POST", "TimeLimit=7200", "Timeout=30", "To=+46701740605", $"Url={service.Twilio.UrlOf("/voice/answered")}",
            ],
            form);
    }

    [Fact]
    public async Task An_order_is_answered_before_its_key_counts_as_lost_however_long_Twilio_takes()
    {
        var never = new FakeTwilioRest { Answer = () => new TaskCompletionSource<Twilio.Http.Response>().Task };
        var service = _world.StartService(services: services => services.AddScoped<ITwilioRestClient>(_ => never));
        var time = new FakeTimeProvider();
        var ordered = OrderAsync(ActivatorUtilities.CreateInstance<OutboundCalls>(service.Services, time));
        await never.Asked.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Cancellation);

        time.Advance(IdempotencyStore.AnswerWithin - TimeSpan.FromSeconds(5));
        var refused = Assert.IsType<OutboundAnswer.Refused>(await ordered.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Cancellation));

        Assert.Equal(OutboundFault.Unknown, refused.Fault);
    }

    [Theory]
    [InlineData(400, 21215, 1, 0)]
    [InlineData(401, 20003, 1, 0)]
    [InlineData(400, 10004, 0, 0)]
    [InlineData(500, 0, 1, 1)]
    internal async Task What_Twilio_refuses_counts_for_who_ordered_it_alone(int status, int code, int forActor, int forOthers)
    {
        Answers(status, $$"""{"code":{{code}},"status":{{status}}}""");
        var service = Start();

        await OrderAsync(service);
        // What is given back is given back after the answer.
        await service.Services.GetRequiredService<Errands>().StopAsync(Cancellation);

        var counted = (await service.StoredKeysAsync()).ToLookup(key => string.Join(':', key.Split(':').Take(3)), StringComparer.Ordinal);
        Assert.Equal((forActor, forOthers, forOthers), (counted["ca:limit:actor"].Count(), counted["ca:limit:called"].Count(), counted["ca:limit:calls"].Count()));
    }

    [Fact]
    public async Task Whoever_goes_on_while_Twilio_takes_no_more_fills_no_audit_trail()
    {
        Answers(400, """{"code":10004,"status":400}""");
        var service = Start();

        for (var order = 0; order < 3; order++)
            Assert.Equal(OutboundFault.TooMany, Assert.IsType<OutboundAnswer.Refused>(await OrderAsync(service)).Fault);

        Assert.Equal(1, await service.AuditLinesAsync("call_refused"));
    }

    private ServiceUnderTest Start() => _world.StartService(settings: new Dictionary<string, string>(StringComparer.Ordinal) { ["Twilio:ApiBaseUrl"] = _rest.Url!, ["Outbound:Limits:PerNumber:Short:Most"] = "3" });

    private void Answers(int status, string body) =>
        _rest.Given(Request.Create().UsingPost().WithPath("/2010-04-01/Accounts/*/Calls.json")).RespondWith(Response.Create().WithStatusCode(status).WithBody(body));

    private static Task<OutboundAnswer> OrderAsync(ServiceUnderTest service) => OrderAsync(service.Services.GetRequiredService<OutboundCalls>());

    private static Task<OutboundAnswer> OrderAsync(OutboundCalls calls) => calls
        .PlaceAsync(new CallOrder(Line.Norrsken.Number, "+46701740605", EId: null, Language: null, Reason: null, "system:test"), Cancellation);
}
