using CallerAuth.IntegrationTests.Service;
using CallerAuth.Simulator.Faults;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using CallerAuth.Voice;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Faults;

/// <summary>The provider refuses, breaks off or talks nonsense: the caller hears which way it went and reaches an agent with the reason.</summary>
public class ProviderFaultTests : IClassFixture<SharedWorld>
{
    private readonly SharedWorld _shared;
    private readonly ServiceUnderTest _service;
    private readonly string _digits;

    public ProviderFaultTests(SharedWorld shared)
    {
        _shared = shared;
        _service = shared.Service;
        _digits = shared.NewNationalId();
        shared.World.Simulator.Mend();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400, "expired_login_hint_token")]
    [InlineData(400, "unknown_user_id")]
    [InlineData(400, "missing_user_code")]
    [InlineData(400, "invalid_user_code")]
    [InlineData(403, "access_denied")]
    [InlineData(400, "an error of tomorrow")]
    [InlineData(429, "temporarily_unavailable")]
    [InlineData(503, "server_error")]
    public async Task A_start_that_is_refused_leads_to_an_agent_at_once(int status, string error) =>
        await AssertUnavailableAsync(Fault.Answer.OAuthError(status, error));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"words\"")]
    [InlineData("{")]
    [InlineData("""{"expires_in":900,"interval":1,"bindingMessage":"Salt Fjord"}""")]
    [InlineData("""{"auth_req_id":"3857f8ff-21b9","interval":1,"bindingMessage":"Salt Fjord"}""")]
    [InlineData("""{"auth_req_id":"3857f8ff-21b9","expires_in":0,"interval":1,"bindingMessage":"Salt Fjord"}""")]
    [InlineData("""{"auth_req_id":"3857f8ff-21b9","expires_in":900,"interval":1}""")]
    [InlineData("""{"auth_req_id":"3857f8ff-21b9","expires_in":900,"interval":1,"bindingMessage":""}""")]
    public async Task A_start_answer_that_is_of_no_use_is_a_failed_start(string body) =>
        await AssertUnavailableAsync(new Fault.Answer(200, Body: body));

    [Fact]
    public async Task A_maintenance_page_is_no_start() => await AssertUnavailableAsync(Fault.Answer.Html);

    [Fact]
    public async Task A_server_error_is_no_start() => await AssertUnavailableAsync(Fault.Answer.ServerError);

    [Fact]
    public async Task Half_a_body_is_no_start() => await AssertUnavailableAsync(new Fault.HalfBody());

    [Fact]
    public async Task A_connection_that_closes_is_no_start() => await AssertUnavailableAsync(new Fault.Abort());

    [Theory]
    [InlineData(400, "invalid_request")]
    [InlineData(400, "invalid_scope")]
    [InlineData(400, "unauthorized_client")]
    [InlineData(400, "invalid_binding_message")]
    [InlineData(401, "invalid_client")]
    public async Task A_start_that_is_our_own_fault_is_called_a_technical_fault_and_may_be_tried_again(int status, string error)
    {
        _shared.Provider.Faults.Start.Play(Fault.Answer.OAuthError(status, error), times: 1);
        var call = await KeyedAsync();

        var offer = await call.WaitAsync(answer => answer.Asks?.AbsolutePath == "/voice/retry", Cancellation);
        var end = await call.PressAsync("0", Cancellation);

        Assert.StartsWith(_service.Prompt(Line.Vestlys, PromptKey.TechnicalFault), offer.Said, StringComparison.Ordinal);
        Assert.Equal("error", end.Reason);
        await AssertCleanAsync();
    }

    [Fact]
    public async Task After_a_technical_fault_the_next_try_may_succeed()
    {
        _shared.Provider.Faults.Start.Play(Fault.Answer.OAuthError(401, "invalid_client"), times: 1);
        var call = await KeyedAsync();
        await call.WaitAsync(answer => answer.Asks?.AbsolutePath == "/voice/retry", Cancellation);

        await call.PressAsync("1", Cancellation);
        await call.PressAsync(_digits, Cancellation);
        await call.UntilAskedInAppAsync(Cancellation);
        Assert.Single(_shared.OrdersOf(_digits)).MoveTo(OrderStatus.Approved);

        Assert.Equal("verified", (await call.UntilHandedOnAsync(Cancellation)).CallerVerification!["status"]!.ToString());
    }

    [Theory]
    [InlineData(400, "access_denied", PromptKey.Declined, "declined")]
    [InlineData(400, "expired_token", PromptKey.Expired, "expired")]
    [InlineData(400, "invalid_grant", PromptKey.TechnicalFault, "error")]
    [InlineData(400, "invalid_request", PromptKey.TechnicalFault, "error")]
    [InlineData(400, "unauthorized_client", PromptKey.TechnicalFault, "error")]
    [InlineData(401, "invalid_client", PromptKey.TechnicalFault, "error")]
    [InlineData(400, "unsupported_grant_type", PromptKey.TechnicalFault, "error")]
    [InlineData(400, "an error of tomorrow", PromptKey.TechnicalFault, "error")]
    public async Task A_poll_that_is_refused_ends_the_attempt_in_its_own_words(int status, string error, object prompt, string reason)
    {
        _shared.Provider.Faults.Token.Play(Fault.Answer.OAuthError(status, error), times: 1);
        await AssertRetryOfferedAsync((PromptKey)prompt, reason);
    }

    [Theory]
    [InlineData("""{"access_token":"3857f8ff","token_type":"Bearer","expires_in":"120"}""")]
    [InlineData("""{"id_token":"not.a.token"}""")]
    [InlineData("""{"id_token":"eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."}""")]
    public async Task Tokens_that_prove_nothing_are_not_believed(string body)
    {
        _shared.Provider.Faults.Token.Play(new Fault.Answer(200, Body: body), times: 1);
        await AssertRetryOfferedAsync(PromptKey.TechnicalFault, "error");
    }

    [Fact]
    public async Task A_token_that_a_stranger_signed_is_not_believed()
    {
        _shared.Provider.Faults.SignedByStranger = true;
        await AssertRetryOfferedAsync(PromptKey.TechnicalFault, "error", approve: true);
    }

    [Fact]
    public async Task A_token_about_somebody_else_ends_at_an_agent_without_another_try()
    {
        _shared.Provider.Faults.WrongPerson = People.Norwegian(990);
        var call = await AskedAsync();
        Assert.Single(_shared.OrdersOf(_digits)).MoveTo(OrderStatus.Approved);

        var end = await call.UntilHandedOnAsync(Cancellation);

        Assert.StartsWith(_service.Prompt(Line.Vestlys, PromptKey.NotConfirmed), end.Said, StringComparison.Ordinal);
        Assert.Equal(["status", "reason", "verification_id"], end.CallerVerification!.Select(member => member.Key).ToArray());
        Assert.Equal("mismatch", end.Reason);
    }

    [Theory]
    [InlineData("server error")]
    [InlineData("maintenance page")]
    [InlineData("half a body")]
    [InlineData("closed connection")]
    [InlineData("too many requests")]
    public async Task A_poll_without_a_usable_answer_is_asked_again_in_its_time(string what)
    {
        _shared.Provider.Faults.Token.Play(
            what switch
            {
                "server error" => Fault.Answer.ServerError,
                "maintenance page" => Fault.Answer.Html,
                "half a body" => new Fault.HalfBody(),
                "closed connection" => new Fault.Abort(),
                _ => Fault.Answer.OAuthError(429, "temporarily_unavailable"),
            },
            times: 1);
        var call = await AskedAsync();
        Assert.Single(_shared.OrdersOf(_digits)).MoveTo(OrderStatus.Approved);

        Assert.Equal("verified", (await call.UntilHandedOnAsync(Cancellation)).CallerVerification!["status"]!.ToString());
        Assert.Equal(new Manners(0, 0, 0, 0), Manners.Of(_shared.Provider));
        await AssertCleanAsync();
    }

    private async Task AssertUnavailableAsync(Fault fault)
    {
        _shared.Provider.Faults.Start.Play(fault, times: 1);
        var call = await KeyedAsync();

        var end = await call.UntilHandedOnAsync(Cancellation);

        Assert.Equal($"{_service.Prompt(Line.Vestlys, PromptKey.Unavailable)} {_service.Prompt(Line.Vestlys, PromptKey.ConnectingUnverified)}", end.Said);
        Assert.Equal("unavailable", end.Reason);
        Assert.Empty(_shared.OrdersOf(_digits));
        await AssertCleanAsync();
    }

    private async Task AssertRetryOfferedAsync(PromptKey prompt, string reason, bool approve = false)
    {
        var call = await AskedAsync();
        if (approve)
            Assert.Single(_shared.OrdersOf(_digits)).MoveTo(OrderStatus.Approved);

        var offer = await call.WaitAsync(answer => answer.Asks?.AbsolutePath == "/voice/retry", Cancellation);
        var end = await call.PressAsync("0", Cancellation);

        Assert.StartsWith(_service.Prompt(Line.Vestlys, prompt), offer.Said, StringComparison.Ordinal);
        Assert.Equal(reason, end.Reason);
        await AssertCleanAsync();
    }

    private async Task<HandPlayedCall> KeyedAsync()
    {
        var call = _service.Call(Line.Vestlys);
        await call.RingAsync(Cancellation);
        await call.PressAsync(_digits, Cancellation);
        return call;
    }

    private async Task<HandPlayedCall> AskedAsync()
    {
        var call = await KeyedAsync();
        await call.UntilAskedInAppAsync(Cancellation);
        return call;
    }

    /// <summary>The person may try again with another call at once, and nothing that was keyed is written anywhere.</summary>
    private async Task AssertCleanAsync()
    {
        Assert.Empty(await _service.SettleAsync(TimeSpan.FromSeconds(20), Cancellation));
        Assert.Empty(_service.LogLinesWith(_digits));
    }
}
