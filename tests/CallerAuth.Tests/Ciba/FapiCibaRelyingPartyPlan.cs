using System.Text.Json.Nodes;
using CallerAuth.Ciba;
using CallerAuth.Tests.Identity;

namespace CallerAuth.Tests.Ciba;

/// <summary>
/// The OpenID Foundation's relying-party tests for CIBA (conformance suite, plan fapi-ciba-id1-client-test-plan) under their own names, against the parts that apply to a plain
/// CIBA Core client. Idura takes RS256 and unsigned requests, so the alternate algorithm is PS256; the waits between polls are measured where the schedule is.
/// </summary>
public sealed class FapiCibaRelyingPartyPlan : IDisposable
{
    private readonly CibaRig _rig = new();

    [Fact]
    public async Task Test()
    {
        _rig.Provider.OnPoll.Add(FakeProvider.Error("authorization_pending"));
        _rig.Provider.OnPoll.Add(FakeProvider.Error("authorization_pending"));
        _rig.Provider.OnPoll.Add(FakeProvider.Token(TestToken.Norwegian(_rig.Clock.GetUtcNow()).Sign()));

        var started = Assert.IsType<StartResult.Started>(await _rig.StartNorwegianAsync());
        Assert.IsType<PollResult.Pending>(await _rig.PollNorwegianAsync());
        Assert.IsType<PollResult.Pending>(await _rig.PollNorwegianAsync());
        var approved = Assert.IsType<PollResult.Approved>(await _rig.PollNorwegianAsync());

        Assert.Equal(CibaRig.AuthReqIdText, started.AuthReqId.Value);
        Assert.Equal("no-bankid", approved.Identity.EId);
        Assert.All(_rig.Provider.Polls, poll =>
        {
            Assert.Equal("urn:openid:params:grant-type:ciba", poll.Single("grant_type"));
            Assert.Equal(CibaRig.AuthReqIdText, poll.Single("auth_req_id"));
        });
    }

    [Fact]
    public async Task Respects_interval()
    {
        _rig.Provider.OnStart = FakeProvider.Json(200, """{"auth_req_id":"a","expires_in":300,"interval":31,"bindingMessage":"to ord"}""");

        var started = Assert.IsType<StartResult.Started>(await _rig.StartNorwegianAsync());

        Assert.Equal(TimeSpan.FromSeconds(31), started.Interval);
    }

    [Fact]
    public async Task Slow_down()
    {
        _rig.Provider.OnPoll.Add(FakeProvider.Error("authorization_pending"));
        _rig.Provider.OnPoll.Add(FakeProvider.Error("slow_down"));
        _rig.Provider.OnPoll.Add(FakeProvider.Token(TestToken.Norwegian(_rig.Clock.GetUtcNow()).Sign()));

        Assert.IsType<PollResult.Pending>(await _rig.PollNorwegianAsync());
        Assert.IsType<PollResult.SlowDown>(await _rig.PollNorwegianAsync());
        Assert.IsType<PollResult.Approved>(await _rig.PollNorwegianAsync());
    }

    [Fact]
    public async Task Valid_aud_as_array() =>
        Assert.IsType<PollResult.Approved>(await _rig.RedeemNorwegianAsync(token => token.Claims["aud"] = new JsonArray(CibaRig.ClientId)));

    [Fact]
    public async Task No_scope_in_token_endpoint_response()
    {
        var idToken = TestToken.Norwegian(_rig.Clock.GetUtcNow()).Sign();
        _rig.Provider.OnPoll.Add(FakeProvider.Json(200, $$"""{"token_type":"Bearer","access_token":"a","id_token":"{{idToken}}"}"""));

        Assert.IsType<PollResult.Approved>(await _rig.PollNorwegianAsync());
    }

    [Fact]
    public async Task Invalid_missing_authreqid()
    {
        _rig.Provider.OnStart = FakeProvider.Json(200, """{"expires_in":300,"interval":5,"bindingMessage":"to ord"}""");

        Assert.IsType<StartResult.Unavailable>(await _rig.StartNorwegianAsync());
    }

    [Fact]
    public async Task Invalid_missing_expiresin()
    {
        _rig.Provider.OnStart = FakeProvider.Json(200, """{"auth_req_id":"a","interval":5,"bindingMessage":"to ord"}""");

        Assert.IsType<StartResult.Unavailable>(await _rig.StartNorwegianAsync());
    }

    [Fact]
    public async Task Invalid_unknown_user_id()
    {
        _rig.Provider.OnStart = FakeProvider.Error("unknown_user_id");

        Assert.Equal("unknown_user_id", Assert.IsType<StartResult.Refused>(await _rig.StartNorwegianAsync()).Error);
    }

    [Theory]
    [InlineData("invalid_request")]
    [InlineData("invalid_grant")]
    [InlineData("invalid_client")]
    [InlineData("unauthorized_client")]
    [InlineData("unsupported_grant_type")]
    [InlineData("transaction_failed")]
    public async Task Invalid_request(string error)
    {
        _rig.Provider.OnPoll.Add(FakeProvider.Error(error));

        Assert.Equal(new PollResult.Failed(error), await _rig.PollNorwegianAsync());
    }

    [Fact]
    public async Task Invalid_access_denied()
    {
        _rig.Provider.OnPoll.Add(FakeProvider.Error("access_denied", "user declined"));

        Assert.IsType<PollResult.Declined>(await _rig.PollNorwegianAsync());
    }

    [Fact]
    public async Task Invalid_expired_token()
    {
        _rig.Provider.OnPoll.Add(FakeProvider.Error("expired_token"));

        Assert.IsType<PollResult.Expired>(await _rig.PollNorwegianAsync());
    }

    [Fact]
    public Task Invalid_iss() => RejectsForAsync("iss", token => token.Claims["iss"] = "https://acme.idura.broker.example");

    [Fact]
    public Task Invalid_missing_iss() => RejectsForAsync("iss", token => token.Claims.Remove("iss"));

    [Fact]
    public Task Invalid_aud() => RejectsForAsync("aud", token => token.Claims["aud"] = CibaRig.ClientId + "1");

    [Fact]
    public Task Invalid_missing_aud() => RejectsForAsync("aud", token => token.Claims.Remove("aud"));

    [Fact]
    public Task Invalid_secondary_aud() => RejectsForAsync("aud", token => token.Claims["aud"] = new JsonArray(CibaRig.ClientId, "https://other.example.com"));

    [Fact]
    public async Task Invalid_signature()
    {
        var idToken = TestToken.Norwegian(_rig.Clock.GetUtcNow()).Sign();
        var broken = idToken[..^20] + (idToken[^20] == 'A' ? 'B' : 'A') + idToken[^19..];

        Assert.Equal(new PollResult.Failed("id_token: signature"), await _rig.RedeemNorwegianAsync(broken));
    }

    [Fact]
    public async Task Invalid_null_alg()
    {
        var token = TestToken.Norwegian(_rig.Clock.GetUtcNow());
        token.Header["alg"] = "none";
        token.Key = "nothing";

        var signed = token.Sign();

        Assert.EndsWith(".", signed, StringComparison.Ordinal);
        Assert.Equal(new PollResult.Failed("id_token: form"), await _rig.RedeemNorwegianAsync(signed));
        Assert.Equal(new PollResult.Failed("id_token: alg"), await _rig.RedeemNorwegianAsync(signed + "AAAA"));
    }

    [Fact]
    public Task Invalid_alternate_alg() => RejectsForAsync("alg", token => token.Header["alg"] = "PS256");

    [Fact]
    public Task Invalid_expired_exp() => RejectsForAsync("exp", token => token.Claims["exp"] = _rig.Clock.GetUtcNow().AddMinutes(-6).ToUnixTimeSeconds());

    [Fact]
    public Task Invalid_missing_exp() => RejectsForAsync("exp", token => token.Claims.Remove("exp"));

    [Fact]
    public Task Invalid_iat_is_week_in_past() => RejectsForAsync("iat", token => token.Claims["iat"] = _rig.Clock.GetUtcNow().AddDays(-7).ToUnixTimeSeconds());

    public void Dispose() => _rig.Dispose();

    private async Task RejectsForAsync(string check, Action<TestToken> change)
    {
        var result = await _rig.RedeemNorwegianAsync(change);

        Assert.Equal(new PollResult.Failed($"id_token: {check}"), result);
        Assert.Single(_rig.Provider.Polls);
        Assert.All(_rig.Logs, line => Assert.DoesNotContain(The.NorwegianDigits, line, StringComparison.Ordinal));
    }
}
