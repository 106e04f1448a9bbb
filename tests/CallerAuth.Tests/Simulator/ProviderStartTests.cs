using CallerAuth.Simulator.Provider;

namespace CallerAuth.Tests.Simulator;

public sealed class ProviderStartTests
{
    [Fact]
    public async Task A_norwegian_order_answers_words_to_be_read_aloud()
    {
        await using var client = await RelyingParty.OpenAsync();

        var started = await client.StartAsync(RelyingParty.Norwegian());

        Assert.Equal(200, started.Status);
        Assert.Equal(3, (int)started.Json["interval"]!);
        Assert.InRange((int)started.Json["expires_in"]!, 899, 901);
        var order = client.Order(started);
        Assert.Equal(order.Words, started.Json["bindingMessage"]!.ToString());
        Assert.Equal(3, order.ShownWords.Distinct(StringComparer.Ordinal).Count());
        Assert.Contains(order.Words!, order.ShownWords);
        Assert.True(started.Headers.Contains("Trace-Id"));
    }

    [Fact]
    public async Task A_swedish_order_answers_no_words()
    {
        await using var client = await RelyingParty.OpenAsync();

        var started = await client.StartAsync(RelyingParty.Swedish());

        Assert.Equal(200, started.Status);
        Assert.False(started.Json.ContainsKey("bindingMessage"));
        Assert.Equal("Norrsken Bank", client.Order(started).Request.BindingMessage);
        Assert.Equal("user", client.Order(started).Request.CallInitiator);
    }

    [Theory]
    [InlineData("no", "scope", "ssn", "invalid_scope")]
    [InlineData("no", "login_hint", null, "invalid_request")]
    [InlineData("no", "login_hint", "03851598730", "invalid_request")]
    [InlineData("no", "login_hint", "sub:ssn:038515 98730", "invalid_request")]
    [InlineData("no", "login_hint", "sub:ssn:189001019802", "invalid_request")]
    [InlineData("no", "id_token_hint", "x", "invalid_request")]
    [InlineData("no", "acr_values", "urn:grn:authn:dk:mitid:low", "invalid_request")]
    [InlineData("no", "binding_message", "Nordlys", "invalid_request")]
    [InlineData("no", "authorization_details", null, "invalid_authorization_details")]
    [InlineData("no", "authorization_details", "[{\"type\":\"phoneAuth\",\"callInitiator\":\"user\"}]", "invalid_authorization_details")]
    [InlineData("no", "authorization_details", "[{\"type\":\"customerServiceCall.v1\",\"callInitiator\":\"user\"}]", "invalid_authorization_details")]
    [InlineData("no", "authorization_details", "{\"type\":\"customerServiceCall.v1\"}", "invalid_authorization_details")]
    [InlineData("no", "authorization_details", "[", "invalid_authorization_details")]
    [InlineData("no", "bindingMessage", "x", "invalid_request")]
    [InlineData("se", "login_hint", "sub:ssn:03851598730", "invalid_request")]
    [InlineData("se", "binding_message", null, "invalid_request")]
    [InlineData("se", "binding_message", "a\u0007b", "invalid_binding_message")]
    [InlineData("se", "callInitiator", "user", "invalid_request")]
    [InlineData("se", "authorization_details", "[{\"type\":\"phoneAuth\",\"callInitiator\":\"caller\"}]", "invalid_authorization_details")]
    [InlineData("se", "authorization_details", "[{\"type\":\"phoneAuth\"}]", "invalid_authorization_details")]
    public async Task A_request_against_the_rules_is_refused(string country, string parameter, string? value, string error)
    {
        await using var client = await RelyingParty.OpenAsync();
        var form = country == "no" ? RelyingParty.Norwegian() : RelyingParty.Swedish();
        form.Remove(parameter);
        if (value is not null)
            form[parameter] = value;

        var answer = await client.StartAsync(form);

        Assert.Equal((400, error), (answer.Status, answer.Error));
        Assert.Empty(client.Provider.Orders);
    }

    [Fact]
    public async Task The_older_dialect_takes_call_initiator_as_a_parameter_and_no_details()
    {
        await using var client = await RelyingParty.OpenAsync();
        client.Provider.Options = client.Provider.Options with { LegacyCallInitiator = true };
        var newer = RelyingParty.Swedish();
        var older = RelyingParty.Swedish();
        older.Remove("authorization_details");
        older["callInitiator"] = "RP";

        Assert.Equal("invalid_request", (await client.StartAsync(newer)).Error);
        Assert.Equal(200, (await client.StartAsync(older)).Status);
    }

    [Theory]
    [InlineData("aud", "https://example.com")]
    [InlineData("aud", "token-endpoint")]
    [InlineData("iss", "urn:somebody:else")]
    [InlineData("sub", "urn:somebody:else")]
    [InlineData("jti", null)]
    [InlineData("exp", null)]
    [InlineData("exp", "-10")]
    [InlineData("exp", "600")]
    public async Task An_assertion_that_is_not_right_is_refused(string claim, string? value)
    {
        await using var client = await RelyingParty.OpenAsync();
        client.Claims = claims =>
        {
            claims.Remove(claim);
            if (value == "token-endpoint")
                claims[claim] = $"{client.Simulator.Authority}/oauth2/token";
            else if (claim == "exp" && value is not null)
                claims[claim] = client.Time.GetUtcNow().ToUnixTimeSeconds() + int.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
            else if (value is not null)
                claims[claim] = value;
        };

        var answer = await client.StartAsync(RelyingParty.Norwegian());

        Assert.Equal((401, "invalid_client"), (answer.Status, answer.Error));
    }

    [Fact]
    public async Task An_assertion_signed_by_another_key_is_refused()
    {
        await using var client = await RelyingParty.OpenAsync();
        client.SignsWith = TestKeys.Stranger;

        Assert.Equal("invalid_client", (await client.StartAsync(RelyingParty.Norwegian())).Error);
    }

    [Fact]
    public async Task An_assertion_can_be_used_once()
    {
        await using var client = await RelyingParty.OpenAsync();
        client.Claims = claims => claims["jti"] = "the same";

        Assert.Equal(200, (await client.StartAsync(RelyingParty.Norwegian())).Status);
        Assert.Equal("invalid_client", (await client.StartAsync(RelyingParty.Norwegian())).Error);
    }

    [Fact]
    public async Task A_secret_is_taken_in_the_header_or_in_the_form()
    {
        await using var client = await RelyingParty.OpenAsync();
        client.Provider.Clients.Register(new RegisteredClient("urn:with:secret", Secret: "s:e+cret"));
        var inForm = RelyingParty.Norwegian();
        inForm["client_id"] = "urn:with:secret";
        inForm["client_secret"] = "s:e+cret";

        var basic = $"{Uri.EscapeDataString("urn:with:secret")}:{Uri.EscapeDataString("s:e+cret")}";
        Assert.Equal(200, (await client.PostAsync("/ciba/bc-authorize", RelyingParty.Norwegian(), basic)).Status);
        Assert.Equal(200, (await client.PostAsync("/ciba/bc-authorize", inForm)).Status);
        Assert.Equal(401, (await client.PostAsync("/ciba/bc-authorize", RelyingParty.Norwegian(), "urn%3Awith%3Asecret:wrong")).Status);
        Assert.Equal(401, (await client.PostAsync("/ciba/bc-authorize", RelyingParty.Norwegian())).Status);
    }

    [Fact]
    public async Task A_second_swedish_order_for_the_same_person_cancels_both()
    {
        await using var client = await RelyingParty.OpenAsync();
        var first = await client.StartAsync(RelyingParty.Swedish());

        var second = await client.StartAsync(RelyingParty.Swedish());
        var poll = await client.PollInTimeAsync(first.AuthReqId);

        Assert.Equal("invalid_request", second.Error);
        Assert.Equal("access_denied", poll.Error);
        Assert.Equal(1, client.Provider.CollidingOrders);
    }

    [Fact]
    public async Task The_discovery_document_leads_to_every_endpoint()
    {
        await using var client = await RelyingParty.OpenAsync();

        var document = await client.GetAsync("/.well-known/openid-configuration");
        var keys = await client.GetAsync("/.well-known/jwks");

        Assert.Equal(client.Simulator.Authority, document["issuer"]!.ToString());
        Assert.Equal($"{client.Simulator.Authority}/ciba/bc-authorize", document["backchannel_authentication_endpoint"]!.ToString());
        Assert.Equal("RSA", keys["keys"]![0]!["kty"]!.ToString());
    }
}
