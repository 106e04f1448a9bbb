using System.Net;
using System.Text.Json.Nodes;
using CallerAuth.Calls;
using CallerAuth.Simulator.Faults;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using Microsoft.Extensions.DependencyInjection;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Agents;

/// <summary>What is asked for wrongly, or at the wrong moment: nobody is rung, and the answer says what to mend.</summary>
public class StartRequestTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_number_with_a_wrong_check_digit_rings_nobody_and_is_not_repeated()
    {
        var answer = await world.Api.StartAsync(ApiClient.Norwegian(People.NotANumber, Line.Nordlys), Cancellation);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid"), (answer.Status, answer.Problem));
        Assert.Equal("The national ID has a wrong check digit.", answer.ErrorIn("nationalId"));
        Assert.DoesNotContain(People.NotANumber, answer.Text + answer.Headers, StringComparison.Ordinal);
        Assert.Empty(world.OrdersOf(People.NotANumber));
    }

    [Theory]
    [InlineData("line", "+4799999999", "invalid")]
    [InlineData("line", "4721000000", "invalid")]
    [InlineData("line", "*", "invalid")]
    [InlineData("line", null, "invalid")]
    [InlineData("line", 4721000000, "invalid")]
    [InlineData("eid", "se-bankid", "invalid")]
    [InlineData("eid", "", "invalid")]
    [InlineData("eid", null, "invalid")]
    [InlineData("nationalId", null, "invalid")]
    [InlineData("nationalId", "", "invalid")]
    [InlineData("nationalId", "010160 00058", "invalid")]
    [InlineData("nationalId", true, "invalid")]
    [InlineData("callInitiator", null, "invalid")]
    [InlineData("callInitiator", "rp", "invalid")]
    [InlineData("callInitiator", "RP", "inbound-only")]
    [InlineData("callSid", "CA1", "invalid")]
    [InlineData("callSid", "CA00000000000000000000000000000000", "invalid")]
    [InlineData("taskSid", "CA00000000000000000000000000000000", "invalid")]
    [InlineData("bindingMessage", "Words of ours", "invalid")]
    public async Task The_field_that_is_at_fault_is_named(string field, object? value, string problem)
    {
        var nationalId = world.NewNationalId();
        var body = ApiClient.Norwegian(nationalId, Line.Nordlys);
        body[field] = JsonValue.Create(value);

        var answer = await world.Api.StartAsync(body, Cancellation);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, problem), (answer.Status, answer.Problem));
        Assert.NotEmpty(answer.ErrorIn(field)!);
        Assert.Empty(world.OrdersOf(nationalId));
    }

    [Fact]
    public async Task Every_field_that_is_missing_is_told_at_once()
    {
        var answer = await world.Api.StartAsync(new JsonObject { ["nationalid"] = "01816000064" }, Cancellation);

        Assert.Equal(["", "line", "eid", "nationalId", "callInitiator"], answer.Json["errors"]!.AsObject().Select(error => error.Key));
        Assert.DoesNotContain("01816000064", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "application/json", 400, "malformed")]
    [InlineData("{", "application/json", 400, "malformed")]
    [InlineData("[]", "application/json", 400, "malformed")]
    [InlineData("null", "application/json", 400, "malformed")]
    [InlineData("{\"line\":\"+4721000000\",\"line\":\"+4721000000\"}", "application/json", 400, "malformed")]
    [InlineData("{\"line\":\"\\ud800\"}", "application/json", 400, "malformed")]
    [InlineData("{} {}", "application/json", 400, "malformed")]
    [InlineData("{}", "text/plain", 415, "unsupported-media-type")]
    [InlineData("{}", "application/x-www-form-urlencoded", 415, "unsupported-media-type")]
    [InlineData("{}", "application/json; charset=utf-16", 415, "unsupported-media-type")]
    [InlineData("{}", "", 415, "unsupported-media-type")]
    public async Task What_cannot_be_read_is_told_so(string body, string contentType, int status, string problem)
    {
        var answer = await world.Api.PostAsync(body, contentType, Cancellation);

        Assert.Equal((status, problem), ((int)answer.Status, answer.Problem));
    }

    [Theory]
    [InlineData(20_000)]
    [InlineData(100_000)]
    public async Task What_is_too_large_is_told_so(int length)
    {
        var answer = await world.Api.PostAsync($"{{\"line\":\"{new string('x', length)}\"}}", "application/json", Cancellation);

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "too-large"), (answer.Status, answer.Problem));
    }

    [Theory]
    [InlineData("GET", "/api/verifications", 405, "method-not-allowed")]
    [InlineData("PUT", "/api/verifications/07c5d0a4be1f73629ab8d41e5f", 405, "method-not-allowed")]
    [InlineData("GET", "/api/nothing", 404, "not-found")]
    [InlineData("GET", "/api", 404, "not-found")]
    [InlineData("GET", "/api/verifications/not-an-id", 404, "not-found")]
    [InlineData("DELETE", "/api/verifications/ffc5d0a4be1f73629ab8d41e5f", 404, "not-found")]
    [InlineData("GET", "/api/verifications/07c5d0a4be1f73629ab8d41e5f/events", 404, "not-found")]
    public async Task An_address_that_leads_nowhere_answers_in_the_same_form(string method, string path, int status, string problem)
    {
        var answer = await world.Api.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Cancellation);

        Assert.Equal((status, problem), ((int)answer.Status, answer.Problem));
    }

    [Fact]
    public async Task Of_two_agents_who_ask_for_the_same_caller_at_once_one_starts()
    {
        var nationalId = world.NewNationalId();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => world.Api.StartAsync(ApiClient.Norwegian(nationalId, Line.Nordlys), Cancellation)));

        var started = Assert.Single(answers, answer => answer.Status == HttpStatusCode.Accepted);
        Assert.All(answers.Where(answer => answer != started), answer => Assert.Equal((HttpStatusCode.Conflict, "already-running"), (answer.Status, answer.Problem)));
        await world.Api.UntilPendingAsync(started["id"]!, Cancellation);
        Assert.Single(world.OrdersOf(nationalId));
    }

    [Fact]
    public async Task A_caller_who_is_being_verified_on_the_telephone_is_not_rung_by_an_agent_too()
    {
        var nationalId = world.NewNationalId();
        var call = world.Service.Call(Line.Nordlys);
        await call.RingAsync(Cancellation);
        await call.PressAsync("1", Cancellation);
        await call.PressAsync(nationalId, Cancellation);
        await call.UntilAskedInAppAsync(Cancellation);

        var answer = await world.Api.StartAsync(ApiClient.Norwegian(nationalId, Line.Nordlys), Cancellation);

        Assert.Equal((HttpStatusCode.Conflict, "already-running"), (answer.Status, answer.Problem));
        Assert.Single(world.OrdersOf(nationalId));
    }

    [Fact]
    public async Task It_may_be_about_a_live_call_of_its_line_and_no_other()
    {
        var call = world.Service.Call(Line.Nordlys);
        await call.RingAsync(Cancellation);
        var (ours, others) = (ApiClient.Norwegian(world.NewNationalId(), Line.Nordlys), ApiClient.Norwegian(world.NewNationalId(), Line.Vestlys));
        ours["callSid"] = call.CallSid;
        others["callSid"] = call.CallSid;

        var accepted = await world.Api.StartAsync(ours, Cancellation);
        var refused = await world.Api.StartAsync(others, Cancellation);

        Assert.Equal((HttpStatusCode.Accepted, call.CallSid), (accepted.Status, accepted["callSid"]));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid"), (refused.Status, refused.Problem));
        Assert.NotNull(refused.ErrorIn("callSid"));
    }

    [Theory]
    [InlineData(false, "RP")]
    [InlineData(true, "user")]
    public async Task Who_called_whom_must_be_as_the_call_knows_it(bool placed, string said)
    {
        var call = Some.Call() with
        {
            To = Line.Norrsken.Number,
            Placed = placed ? new PlacedCall("agent:kari", CallReason.Matter, null, "sv-SE", false) : null,
            State = new CallState.Unverified(UnverifiedReason.Skipped, null, Handoff.FirstTold),
        };
        await world.Service.Services.GetRequiredService<CallStore>().SaveAsync(call);
        var body = ApiClient.Norwegian(People.Astrid.NationalId, Line.Norrsken);
        (body["eid"], body["callInitiator"], body["callSid"]) = ("se-bankid", said, call.CallSid);

        var answer = await world.Api.StartAsync(body, Cancellation);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid"), (answer.Status, answer.Problem));
        Assert.StartsWith("This call was begun by the other side", answer.ErrorIn("callInitiator"), StringComparison.Ordinal);
        Assert.Empty(world.OrdersOf(People.Astrid.NationalId));
    }

    [Fact]
    public async Task A_call_that_has_ended_a_moment_ago_is_told_so()
    {
        var nationalId = world.NewNationalId();
        var call = world.Service.Call(Line.Nordlys);
        await call.RingAsync(Cancellation);
        await call.HangUpAsync(Cancellation);
        var body = ApiClient.Norwegian(nationalId, Line.Nordlys);
        body["callSid"] = call.CallSid;

        var answer = await world.Api.StartAsync(body, Cancellation);

        Assert.Equal((HttpStatusCode.Conflict, "call-ended"), (answer.Status, answer.Problem));
        Assert.Empty(world.OrdersOf(nationalId));
    }

    [Fact]
    public async Task A_line_s_own_words_are_shown_where_none_are_sent()
    {
        var body = ApiClient.Norwegian(People.Bengt.NationalId, Line.Norrsken);
        body["eid"] = "se-bankid";

        var answer = await world.Api.StartAsync(body, Cancellation);
        await world.Api.UntilPendingAsync(answer["id"]!, Cancellation);

        Assert.Contains("Norrsken Bank", Assert.Single(world.OrdersOf(People.Bengt.NationalId)).Request.BindingMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_refuses_makes_it_unverified_and_the_person_can_be_asked_again()
    {
        var nationalId = world.NewNationalId();
        world.Provider.Faults.Start.Play(Fault.Answer.OAuthError(400, "unknown_user_id"), times: 1);

        var first = await world.Api.StartAsync(ApiClient.Norwegian(nationalId, Line.Nordlys), Cancellation);
        var ended = await world.Api.UntilEndedAsync(first["id"]!, Cancellation);
        var second = await world.Api.StartAsync(ApiClient.Norwegian(nationalId, Line.Nordlys), Cancellation);

        Assert.Equal(("unverified", "unavailable"), (ended["status"], ended["reason"]));
        Assert.Equal(HttpStatusCode.Accepted, second.Status);
    }

    [Fact]
    public async Task One_that_is_cancelled_while_the_provider_is_slow_stays_so()
    {
        var nationalId = world.NewNationalId();
        world.Provider.Faults.Start.Play(new Fault.Slow(TimeSpan.FromSeconds(1)), times: 1);
        var id = (await world.Api.StartAsync(ApiClient.Norwegian(nationalId, Line.Nordlys), Cancellation))["id"]!;

        var cancelled = await world.Api.CancelAsync(id, Cancellation);
        await UntilAskedAsync(nationalId);
        world.OrdersOf(nationalId).Single().MoveTo(OrderStatus.Approved);
        await Task.Delay(TimeSpan.FromSeconds(1.5), TimeProvider.System, Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, cancelled.Status);
        Assert.Equal("cancelled", (await world.Api.ReadAsync(id, Cancellation))["reason"]);
    }

    private async Task UntilAskedAsync(string nationalId)
    {
        while (!world.OrdersOf(nationalId).Any())
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);
    }
}
