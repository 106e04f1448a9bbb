using System.Text.Json;
using CallerAuth.Ciba;
using CallerAuth.Identity;
using CallerAuth.Tests.Identity;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CallerAuth.Tests.Ciba;

/// <summary>What a client of Idura's has to do at the wire, one check per test.</summary>
public sealed class AcceptanceChecks : IDisposable
{
    private readonly CibaRig _rig = new();

    [Theory]
    [InlineData("user")]
    [InlineData("RP")]
    public async Task A_Swedish_start_has_phoneAuth_a_binding_message_and_one_hint(string initiator)
    {
        Assert.IsType<StartResult.Started>(await _rig.StartSwedishAsync(initiator == "user" ? CallInitiator.User : CallInitiator.RelyingParty));

        var start = Assert.Single(_rig.Provider.Starts);
        Assert.Equal($$"""[{"type":"phoneAuth","callInitiator":"{{initiator}}"}]""", start.Single("authorization_details"));
        Assert.Equal(CibaRig.BindingMessage, start.Single("binding_message"));
        Assert.Equal($"sub:ssn:{The.SwedishDigits}", start.Single("login_hint"));
        Assert.Equal("openid", start.Single("scope"));
        Assert.Equal("urn:grn:authn:se:bankid", start.Single("acr_values"));
        Assert.Equal(("POST", "application/x-www-form-urlencoded", "return-trace-id"), (start.Method, start.ContentType, start.Prefer));
        AssertNothingElseIn(start, "scope", "acr_values", "login_hint", "authorization_details", "binding_message", "client_assertion_type", "client_assertion");
    }

    [Fact]
    public async Task A_Norwegian_start_has_customerServiceCall_the_scope_ssn_and_no_binding_message()
    {
        var result = await _rig.Client.StartAsync(_rig.Norwegian, The.Norwegian(), CallInitiator.User, CibaRig.BindingMessage, TestContext.Current.CancellationToken);

        var started = Assert.IsType<StartResult.Started>(result);
        Assert.Equal(["Frekk", "Julekos"], started.Words!.Words);
        Assert.Equal((TimeSpan.FromSeconds(900), TimeSpan.FromSeconds(3)), (started.ExpiresIn, started.Interval));
        var start = Assert.Single(_rig.Provider.Starts);
        Assert.Equal("""[{"type":"customerServiceCall.v1"}]""", start.Single("authorization_details"));
        Assert.Equal($"sub:ssn:{The.NorwegianDigits}", start.Single("login_hint"));
        Assert.Equal("openid ssn", start.Single("scope"));
        AssertNothingElseIn(start, "scope", "acr_values", "login_hint", "authorization_details", "client_assertion_type", "client_assertion");
    }

    [Fact]
    public async Task The_legacy_switch_sends_callInitiator_and_no_authorization_details()
    {
        using var legacy = new CibaRig(("EIds:se-bankid:LegacyCallInitiator", "true"), ("EIds:no-bankid:LegacyCallInitiator", "true"));

        await legacy.StartSwedishAsync();
        await legacy.StartNorwegianAsync();

        var starts = legacy.Provider.Starts.ToArray();
        Assert.Equal("user", starts[0].Single("callInitiator"));
        Assert.DoesNotContain("authorization_details", starts[0].Form.Keys);
        AssertNothingElseIn(starts[1], "scope", "acr_values", "login_hint", "client_assertion_type", "client_assertion");
    }

    [Fact]
    public async Task Every_request_has_its_own_assertion_to_the_domain_of_at_most_five_minutes()
    {
        _rig.Provider.OnPoll.Add(FakeProvider.Error("authorization_pending"));

        await _rig.StartSwedishAsync();
        await _rig.PollSwedishAsync();
        await _rig.PollSwedishAsync();

        var assertions = _rig.Provider.Requests.Where(request => request.Method == "POST").Select(request => new JsonWebToken(request.Single("client_assertion"))).ToArray();
        Assert.Equal(3, assertions.Select(assertion => assertion.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.All(assertions, assertion =>
        {
            Assert.Equal(("RS256", "client-key-1"), (assertion.Alg, assertion.Kid));
            Assert.Equal(CibaRig.Authority, Assert.Single(assertion.Audiences));
            Assert.Equal((CibaRig.ClientId, CibaRig.ClientId), (assertion.Issuer, assertion.Subject));
            var lifetime = assertion.GetPayloadValue<long>("exp") - assertion.GetPayloadValue<long>("iat");
            Assert.InRange(lifetime, 60, 300);
            Assert.Equal(_rig.Clock.GetUtcNow().ToUnixTimeSeconds(), assertion.GetPayloadValue<long>("iat"));
        });
        Assert.All(_rig.Provider.Requests.Where(request => request.Method == "POST"), request =>
            Assert.Equal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", request.Single("client_assertion_type")));
    }

    [Fact]
    public async Task Slow_down_is_told_apart_from_pending()
    {
        _rig.Provider.OnPoll.Add(FakeProvider.Error("slow_down"));
        _rig.Provider.OnPoll.Add(FakeProvider.Error("slow_down", status: 429));

        Assert.Equal(new PollResult.SlowDown(null), await _rig.PollSwedishAsync());
        Assert.Equal(new PollResult.SlowDown(null), await _rig.PollSwedishAsync());
    }

    [Fact]
    public async Task Retry_After_comes_with_the_answer_in_seconds_or_as_a_date()
    {
        _rig.Provider.OnPoll.Add(FakeProvider.Text(503, "", "text/plain", response => response.Headers.Add("Retry-After", "7")));
        _rig.Provider.OnPoll.Add(FakeProvider.Text(503, "", "text/plain", response => response.Headers.Add("Retry-After", "Mon, 23 Nov 2026 12:00:09 GMT")));
        _rig.Provider.OnPoll.Add(FakeProvider.Text(429, "", "text/plain", response => response.Headers.Add("Retry-After", "Mon, 23 Nov 2026 11:00:00 GMT")));
        _rig.Provider.OnPoll.Add(FakeProvider.Text(500, "", "text/plain", response => response.Headers.TryAddWithoutValidation("Retry-After", "soon")));

        Assert.Equal(TimeSpan.FromSeconds(7), Assert.IsType<PollResult.Unavailable>(await _rig.PollSwedishAsync()).RetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(9), Assert.IsType<PollResult.Unavailable>(await _rig.PollSwedishAsync()).RetryAfter);
        Assert.Null(Assert.IsType<PollResult.Unavailable>(await _rig.PollSwedishAsync()).RetryAfter);
        Assert.Null(Assert.IsType<PollResult.Unavailable>(await _rig.PollSwedishAsync()).RetryAfter);
    }

    [Fact]
    public async Task The_expiry_of_a_start_is_known_to_the_caller()
    {
        _rig.Provider.OnStart = FakeProvider.Json(200, """{"auth_req_id":"a","expires_in":120,"interval":3}""");

        Assert.Equal(TimeSpan.FromSeconds(120), Assert.IsType<StartResult.Started>(await _rig.StartSwedishAsync()).ExpiresIn);
    }

    [Fact]
    public async Task A_number_that_differs_from_the_keyed_one_is_a_mismatch_and_discloses_no_name()
    {
        var norwegian = await _rig.RedeemNorwegianAsync(token => token.Claims["socialno"] = "17912099997");
        var swedish = await _rig.RedeemSwedishAsync(token => token.Claims["ssn"] = "189001029819");

        Assert.IsType<PollResult.Mismatch>(norwegian);
        Assert.IsType<PollResult.Mismatch>(swedish);
        Assert.All(_rig.Logs, line => Assert.DoesNotContain("Testesen", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_secret_or_personal_is_logged_or_put_into_an_address()
    {
        var idToken = TestToken.Norwegian(_rig.Clock.GetUtcNow()).Sign();
        _rig.Provider.OnPoll.Add(FakeProvider.Error("authorization_pending", $"waiting for {The.NorwegianDigits}"));
        _rig.Provider.OnPoll.Add(FakeProvider.Error($"no_such_{The.NorwegianDigits}"));
        _rig.Provider.OnPoll.Add(FakeProvider.Json(500, $$"""{"error":"{{The.NorwegianDigits}}"}"""));
        _rig.Provider.OnPoll.Add(FakeProvider.Throws(new HttpRequestException($"about {The.NorwegianDigits}")));
        _rig.Provider.OnPoll.Add(FakeProvider.Token(idToken));
        var start = await _rig.StartNorwegianAsync();
        List<object> results = [start];
        for (var i = 0; i < 5; i++)
            results.Add(await _rig.PollNorwegianAsync());

        Assert.IsType<PollResult.Approved>(results[^1]);
        string[] secrets =
        [
            The.NorwegianDigits, "Frekk", "Julekos", "Testesen", CibaRig.AuthReqIdText, idToken[..40], "cf1ce646",
            .. _rig.Provider.Starts.Concat(_rig.Provider.Polls).Select(request => request.Single("client_assertion")[^40..]),
        ];
        string[] seen = [.. _rig.Logs, .. _rig.Provider.Requests.Select(request => request.Address.ToString()), .. results.Select(result => result.ToString()!)];
        Assert.NotEmpty(_rig.Logs);
        Assert.All(seen, text => Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_2032_rule_holds_and_synthetic_numbers_stay_out_of_production()
    {
        Assert.True(Accepts("30108299939"));
        Assert.False(Accepts("20036914712"));
        Assert.False(Accepts("03851598730"));

        static bool Accepts(string keyed) => NationalId.TryParse(keyed, NationalIdKind.Fodselsnummer, The.Production, The.Today, out _, out _);
    }

    [Fact]
    public async Task The_answers_Idura_documents_are_understood()
    {
        var steps = new (string Description, PendingStep Step)[]
        {
            ("awaiting first user interaction", PendingStep.NotOpened),
            ("Awaiting User Request Acknowledgement", PendingStep.AskedWhetherExpected),
            ("awaiting user identification ", PendingStep.Identifying),
            ("something new", PendingStep.Unknown),
        };
        foreach (var (description, _) in steps)
            _rig.Provider.OnPoll.Add(FakeProvider.Error("authorization_pending", description));

        foreach (var (_, step) in steps)
            Assert.Equal(new PollResult.Pending(step, null), await _rig.PollSwedishAsync());
    }

    public void Dispose() => _rig.Dispose();

    private static void AssertNothingElseIn(SeenRequest request, params string[] parameters)
    {
        Assert.Equal(parameters.Order(StringComparer.Ordinal), request.Form.Keys.Order(StringComparer.Ordinal));
        Assert.All(request.Form.Values, values => Assert.Single(values));
        if (request.Form.TryGetValue("authorization_details", out var details))
            Assert.Equal(JsonValueKind.Array, JsonDocument.Parse(details[0]).RootElement.ValueKind);
    }
}
