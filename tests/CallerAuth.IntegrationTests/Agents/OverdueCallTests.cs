using CallerAuth.Agents.Access;
using CallerAuth.Agents.Board;
using CallerAuth.Agents.Outbound;
using CallerAuth.Calls;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Lines;
using Microsoft.Extensions.DependencyInjection;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Agents;

/// <summary>A call of ours that should have been answered or ended by now: Twilio knows, and whoever picks up all the same is spoken to.</summary>
public sealed class OverdueCallTests : IAsyncLifetime, IDisposable
{
    private const string CallSid = "CA0123456789abcdef0123456789abcdef";

    private readonly WireMockServer _rest = WireMockServer.Start();
    private World _world = null!;
    private ServiceUnderTest _service = null!;
    private ApiClient _api = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        _service = _world.StartService(settings: new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Twilio:ApiBaseUrl"] = _rest.Url!,
            ["Api:Keys:1:Name"] = "elsewhere",
            ["Api:Keys:1:Sha256"] = ApiKey.HashOf("cak_elsewhere"),
            ["Api:Keys:1:Scopes:0"] = "verifications.read",
            ["Api:Keys:1:Lines:0"] = Line.Nordlys.Number,
        });
        _api = new ApiClient(_service.Url);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    public void Dispose()
    {
        _api.Dispose();
        _rest.Dispose();
    }

    [Theory]
    [InlineData(200, "queued", "ringing", null)]
    [InlineData(200, "ringing", "ringing", null)]
    [InlineData(200, "in-progress", "ringing", null)]
    [InlineData(200, "no-answer", "ended", "no_answer")]
    [InlineData(200, "busy", "ended", "busy")]
    [InlineData(200, "completed", "ended", "hung_up")]
    [InlineData(404, "gone", "ended", "failed")]
    [InlineData(500, "sorry", "ringing", null)]
    public async Task What_became_of_it_is_what_Twilio_says(int status, string at, string told, string? reason)
    {
        await RingsForTooLongAsync();
        Says(status, at);

        var read = await ReadAsync(_api);

        Assert.Equal((told, reason), (read["status"], read["endReason"]));
        Assert.Single(_rest.LogEntries);
        await ReadAsync(_api);
        // Whoever looks again soon is no new question.
        Assert.Single(_rest.LogEntries);
    }

    [Fact]
    public async Task A_call_rings_no_longer_than_calls_last_although_Twilio_never_says()
    {
        Says(500, "sorry");
        await RingsForTooLongAsync(placedFor: CallStore.Keep - TimeSpan.FromMinutes(1));
        Assert.Equal("ringing", (await ReadAsync(_api))["status"]);
        var asked = _rest.LogEntries.Count;

        await _service.Store.KeyDeleteAsync(_service.Keys.Call(CallSid));
        await RingsForTooLongAsync(placedFor: CallStore.Keep);
        var read = await ReadAsync(_api);

        Assert.Equal(("ended", "failed"), (read["status"], read["endReason"]));
        Assert.Equal(asked, _rest.LogEntries.Count);
    }

    [Fact]
    public async Task A_call_that_is_answered_while_Twilio_knows_of_none_lives()
    {
        await RingsForTooLongAsync();
        _rest.Given(Request.Create().UsingGet()).RespondWith(Response.Create().WithCallback(async _ =>
        {
            await AnswerAsync("human");
            return new WireMock.ResponseMessage { StatusCode = 404 };
        }));

        Assert.Equal("presenting", (await ReadAsync(_api))["status"]);
    }

    [Fact]
    public async Task Whoever_hangs_it_up_does_not_have_Twilio_asked_how_it_stands()
    {
        await RingsForTooLongAsync();
        Says(200, "ringing");
        _rest.Given(Request.Create().UsingPost()).RespondWith(Response.Create().WithStatusCode(200).WithBody($$"""{"sid":"{{CallSid}}","status":"canceled"}"""));

        var answer = await _api.SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"{CallEndpoints.Path}/{CallSid}"), Cancellation);

        Assert.Equal(System.Net.HttpStatusCode.NoContent, answer.Status);
        Assert.Equal(["POST"], _rest.LogEntries.Select(entry => entry.RequestMessage!.Method));
    }

    [Fact]
    public async Task Who_may_not_act_for_the_line_makes_nobody_ask()
    {
        await RingsForTooLongAsync();
        Says(200, "no-answer");
        using var elsewhere = new ApiClient(_service.Url, "cak_elsewhere");

        Assert.Equal("not-found", (await ReadAsync(elsewhere)).Problem);
        Assert.Empty(_rest.LogEntries);
    }

    [Fact]
    public async Task A_call_that_is_queued_for_long_is_answered_as_any_other()
    {
        await RingsForTooLongAsync();
        Says(200, "queued");
        await ReadAsync(_api);

        var answer = await AnswerAsync("human");

        Assert.Contains("Norrsken Bank", answer.Body, StringComparison.Ordinal);
        Assert.Equal("presenting", (await ReadAsync(_api))["status"]);
    }

    [Fact]
    public async Task A_person_who_picks_up_a_call_that_was_given_up_is_not_met_by_silence_and_a_machine_is()
    {
        await RingsForTooLongAsync();
        Says(200, "no-answer");
        Assert.Equal("ended", (await ReadAsync(_api))["status"]);

        Assert.Equal(["Say", "Say", "Hangup"], (await AnswerAsync("human")).Twiml.Elements().Select(verb => verb.Name.LocalName));
        Assert.Equal(["Hangup"], (await AnswerAsync("machine_start")).Twiml.Elements().Select(verb => verb.Name.LocalName));
    }

    [Fact]
    public async Task Agents_do_not_see_it_ring_for_ever()
    {
        await RingsForTooLongAsync();
        Says(200, "no-answer");
        var cards = _service.Services.GetRequiredService<CardReader>();

        Assert.IsType<CardRead.Shown>(await cards.ReadAsync(CallSid));

        await UntilAsync(async () => await cards.ReadAsync(CallSid) is CardRead.Over);
    }

    [Fact]
    public async Task An_end_that_is_told_before_the_call_is_written_down_is_noted_when_it_is()
    {
        await PostAsync("/voice/status", new KeyValuePair<string, string>("CallStatus", "failed"));
        await _service.Services.GetRequiredService<Switchboard>().PlacedAsync(Ringing(TimeSpan.FromMinutes(2)), Norrsken);

        await UntilAsync(async () => (await ReadAsync(_api))["endReason"] == "failed");
    }

    private Lines.Line Norrsken => _service.Services.GetRequiredService<LineDirectory>().Find(Line.Norrsken.Number)!;

    private Call Ringing(TimeSpan until, TimeSpan placedFor = default) => CallFlow.Place(
        CallSid, Line.Norrsken.Number, Norrsken, null, null, new PlacedCall("system:test", CallReason.Matter, null, "sv-SE", LeavesMessage: false) { At = TimeProvider.System.GetUtcNow() - placedFor }, TimeProvider.System.GetUtcNow() + until);

    private Task RingsForTooLongAsync(TimeSpan placedFor = default) => _service.Services.GetRequiredService<Switchboard>().PlacedAsync(Ringing(TimeSpan.FromSeconds(-1), placedFor), Norrsken);

    private void Says(int status, string text) => _rest
        .Given(Request.Create().UsingGet().WithPath($"/2010-04-01/Accounts/*/Calls/{CallSid}.json"))
        .RespondWith(Response.Create().WithStatusCode(status).WithBody($$"""{"sid":"{{CallSid}}","status":"{{text}}"}"""));

    private static Task<ApiAnswerRead> ReadAsync(ApiClient api) => api.GetAsync($"{CallEndpoints.Path}/{CallSid}", Cancellation);

    private Task<Answer> AnswerAsync(string by) => PostAsync("/voice/answered", new("AnsweredBy", by), new("CallStatus", "in-progress"));

    private Task<Answer> PostAsync(string step, params KeyValuePair<string, string>[] more) => _service.Twilio.PostAsync(
        _service.Twilio.UrlOf(step),
        [new("CallSid", CallSid), new("From", Line.Norrsken.Number), new("To", "+46701740605"), new("Direction", "outbound-api"), .. more],
        Guid.NewGuid().ToString(),
        Cancellation);

    private static async Task UntilAsync(Func<Task<bool>> done)
    {
        for (var looks = 0; !await done(); looks++)
        {
            Assert.True(looks < 300, "It did not come.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);
        }
    }
}
