using System.Net;
using CallerAuth.Simulator.Faults;
using CallerAuth.Simulator.Provider;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CallerAuth.Tests.Simulator;

public sealed class ProviderPollTests
{
    [Fact]
    public async Task A_norwegian_token_names_the_person_in_iduras_claims()
    {
        await using var client = await RelyingParty.OpenAsync();
        var started = await client.StartAsync(RelyingParty.Norwegian());
        client.Order(started).MoveTo(OrderStatus.Approved);

        var answer = await client.PollInTimeAsync(started.AuthReqId);
        var token = await ValidAsync(client, answer);

        Assert.Equal("120", answer.Json["expires_in"]!.GetValue<string>());
        Assert.Equal(RelyingParty.NorwegianNumber, token.GetPayloadValue<string>("socialno"));
        Assert.False(token.TryGetPayloadValue<string>("ssn", out _));
        Assert.Equal("2015-05-03", token.GetPayloadValue<string>("birthdate"));
        Assert.Equal("urn:grn:authn:no:bankid:substantial", token.GetPayloadValue<string>("authenticationtype"));
        Assert.StartsWith("{", token.Subject, StringComparison.Ordinal);
        Assert.Equal(1200, (token.ValidTo - token.IssuedAt).TotalSeconds);
    }

    [Fact]
    public async Task A_norwegian_token_has_no_number_without_the_scope()
    {
        await using var client = await RelyingParty.OpenAsync();
        var form = RelyingParty.Norwegian();
        form["scope"] = "openid";
        var started = await client.StartAsync(form);
        client.Order(started).MoveTo(OrderStatus.Approved);

        var token = await ValidAsync(client, await client.PollInTimeAsync(started.AuthReqId));

        Assert.False(token.TryGetPayloadValue<string>("socialno", out _));
    }

    [Fact]
    public async Task A_swedish_token_always_has_the_number()
    {
        await using var client = await RelyingParty.OpenAsync();
        var started = await client.StartAsync(RelyingParty.Swedish());
        client.Order(started).MoveTo(OrderStatus.Approved);

        var token = await ValidAsync(client, await client.PollInTimeAsync(started.AuthReqId));

        Assert.Equal(RelyingParty.SwedishNumber, token.GetPayloadValue<string>("ssn"));
        Assert.Equal("urn:grn:authn:se:bankid", token.GetPayloadValue<string>("authenticationtype"));
    }

    [Fact]
    public async Task Swedish_steps_are_told_apart()
    {
        await using var client = await RelyingParty.OpenAsync();
        var started = await client.StartAsync(RelyingParty.Swedish());
        List<string> told = [];

        foreach (var status in new[] { OrderStatus.AwaitingFirstInteraction, OrderStatus.AwaitingAcknowledgement, OrderStatus.AwaitingIdentification, OrderStatus.Declined })
        {
            client.Order(started).MoveTo(status);
            told.Add((await client.PollInTimeAsync(started.AuthReqId)).Json["error_description"]!.ToString());
        }

        Assert.Equal(["awaiting first user interaction", "awaiting user request acknowledgement", "awaiting user identification", "user declined"], told);
    }

    [Fact]
    public async Task An_order_expires_by_itself()
    {
        await using var client = await RelyingParty.OpenAsync();
        var started = await client.StartAsync(RelyingParty.Swedish());
        client.Time.Advance(TimeSpan.FromSeconds(120));

        var answer = await client.PollAsync(started.AuthReqId);

        Assert.Equal((400, "expired_token"), (answer.Status, answer.Error));
        Assert.False(client.Order(started).MoveTo(OrderStatus.Approved));
    }

    [Fact]
    public async Task A_poll_too_early_is_counted_and_slowed_down_for_good()
    {
        await using var client = await RelyingParty.OpenAsync();
        var started = await client.StartAsync(RelyingParty.Norwegian());
        await client.PollInTimeAsync(started.AuthReqId);
        client.Time.Advance(TimeSpan.FromSeconds(2));

        var early = await client.PollAsync(started.AuthReqId);
        var stillEarly = await client.PollInTimeAsync(started.AuthReqId);

        Assert.Equal("slow_down", early.Error);
        Assert.Equal("slow_down", stillEarly.Error);
        Assert.Equal(2, client.Provider.EarlyPolls);
        Assert.Equal(TimeSpan.FromSeconds(13), client.Order(started).Interval);
    }

    [Fact]
    public async Task A_poll_after_the_end_is_counted()
    {
        await using var client = await RelyingParty.OpenAsync();
        var started = await client.StartAsync(RelyingParty.Norwegian());
        client.Order(started).MoveTo(OrderStatus.Declined);
        await client.PollInTimeAsync(started.AuthReqId);

        var again = await client.PollInTimeAsync(started.AuthReqId);

        Assert.Equal("invalid_grant", again.Error);
        Assert.Equal(1, client.Provider.PollsAfterEnd);
        Assert.Equal(0, client.Provider.EarlyPolls);
    }

    [Fact]
    public async Task A_poll_after_an_end_whose_answer_was_lost_is_counted_apart_and_the_one_after_that_is_not()
    {
        await using var client = await RelyingParty.OpenAsync();
        var started = await client.StartAsync(RelyingParty.Norwegian());
        client.Order(started).MoveTo(OrderStatus.Approved);
        client.Provider.Faults.Token.Play(new Fault.LoseAnswer(), times: 1);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.PollInTimeAsync(started.AuthReqId));

        var again = await client.PollInTimeAsync(started.AuthReqId);
        await client.PollInTimeAsync(started.AuthReqId);

        Assert.Equal("invalid_grant", again.Error);
        Assert.Equal((1, 1), (client.Provider.PollsAfterLostEnd, client.Provider.PollsAfterEnd));
    }

    [Fact]
    public async Task A_slow_down_whose_answer_was_lost_is_not_held_against_the_client()
    {
        await using var client = await RelyingParty.OpenAsync();
        var started = await client.StartAsync(RelyingParty.Norwegian());
        var interval = client.Order(started).Interval;
        client.Provider.Faults.SlowDowns = 1;
        client.Provider.Faults.Token.Play(new Fault.LoseAnswer(), times: 1);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.PollInTimeAsync(started.AuthReqId));

        client.Time.Advance(interval);
        var again = await client.PollAsync(started.AuthReqId);

        Assert.Equal("slow_down", again.Error);
        Assert.Equal(0, client.Provider.EarlyPolls);
    }

    [Fact]
    public async Task Two_polls_at_once_are_counted()
    {
        await using var client = await RelyingParty.OpenAsync();
        var started = await client.StartAsync(RelyingParty.Norwegian());

        var order = client.Provider.BeginPoll(client.Simulator.Options.ClientId, started.AuthReqId, out _);
        await client.PollAsync(started.AuthReqId);
        client.Provider.EndPoll(order!);

        Assert.Equal(1, client.Provider.OverlappingPolls);
    }

    [Fact]
    public async Task An_order_of_another_client_is_not_known()
    {
        await using var client = await RelyingParty.OpenAsync();
        var started = await client.StartAsync(RelyingParty.Norwegian());
        client.Provider.Clients.Register(new RegisteredClient("other", Secret: "secret"));

        var answer = await client.PostAsync(
            "/oauth2/token",
            new(StringComparer.Ordinal) { ["grant_type"] = "urn:openid:params:grant-type:ciba", ["auth_req_id"] = started.AuthReqId },
            "other:secret");

        Assert.Equal("invalid_grant", answer.Error);
    }

    [Fact]
    public async Task A_token_can_be_about_somebody_else_or_signed_by_a_stranger()
    {
        await using var client = await RelyingParty.OpenAsync();
        client.Provider.Faults.WrongPerson = new TestPerson("17912099997", "Somebody", "Else");
        client.Provider.Faults.SignedByStranger = true;
        var started = await client.StartAsync(RelyingParty.Norwegian());
        client.Order(started).MoveTo(OrderStatus.Approved);

        var answer = await client.PollInTimeAsync(started.AuthReqId);

        var token = answer.Json["id_token"]!.ToString();
        Assert.Equal("17912099997", new JsonWebToken(token).GetPayloadValue<string>("socialno"));
        Assert.False((await ValidateAsync(client, token)).IsValid);
    }

    [Fact]
    public async Task A_rotated_key_signs_tokens_that_only_a_fresh_key_set_knows()
    {
        await using var client = await RelyingParty.OpenAsync();
        var before = (await client.GetAsync("/.well-known/jwks"))["keys"]![0]!["kid"]!.ToString();
        var started = await client.StartAsync(RelyingParty.Norwegian());
        client.Order(started).MoveTo(OrderStatus.Approved);

        client.Provider.Tokens.RotateKey();
        var token = await ValidAsync(client, await client.PollInTimeAsync(started.AuthReqId));

        Assert.NotEqual(before, token.Kid);
    }

    [Fact]
    public async Task A_fault_is_played_as_often_as_asked()
    {
        await using var client = await RelyingParty.OpenAsync();
        client.Provider.Faults.Start.Play(new Fault.Answer(503, Body: "{}", RetryAfterSeconds: 7), times: 1);

        var first = await client.StartAsync(RelyingParty.Norwegian());
        var second = await client.StartAsync(RelyingParty.Norwegian());

        Assert.Equal((503, 7d), (first.Status, first.Headers.RetryAfter!.Delta!.Value.TotalSeconds));
        Assert.Equal((int)HttpStatusCode.OK, second.Status);
    }

    [Fact]
    public async Task A_connection_can_break_before_or_within_the_answer()
    {
        await using var client = await RelyingParty.OpenAsync();
        client.Provider.Faults.Start.Play(new Fault.Abort(), times: 1);
        client.Provider.Faults.Start.Play(new Fault.HalfBody(), times: 1);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.StartAsync(RelyingParty.Norwegian()));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.StartAsync(RelyingParty.Norwegian()));
    }

    private static async Task<JsonWebToken> ValidAsync(RelyingParty client, ProviderAnswer answer)
    {
        var token = answer.Json["id_token"]!.ToString();
        var result = await ValidateAsync(client, token);
        Assert.True(result.IsValid, result.Exception?.Message);
        return new JsonWebToken(token);
    }

    private static async Task<TokenValidationResult> ValidateAsync(RelyingParty client, string token)
    {
        var keys = new JsonWebKeySet((await client.GetAsync("/.well-known/jwks")).ToJsonString());
        return await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = client.Simulator.Authority,
            ValidAudience = client.Simulator.Options.ClientId,
            IssuerSigningKeys = keys.GetSigningKeys(),
            ValidateLifetime = false,
        });
    }
}
