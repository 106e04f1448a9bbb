using CallerAuth.Ciba;

namespace CallerAuth.Tests.Ciba;

public sealed class DiscoveryTests : IDisposable
{
    private readonly CibaRig _rig = new();

    [Fact]
    public async Task Documents_are_fetched_once_and_again_after_twelve_hours()
    {
        _rig.Provider.OnPoll.Add(FakeProvider.Error("authorization_pending"));

        await _rig.PollNorwegianAsync();
        await _rig.PollNorwegianAsync();
        Assert.Single(_rig.Provider.KeyFetches);

        _rig.Clock.Advance(TimeSpan.FromHours(13));
        await _rig.PollNorwegianAsync();
        Assert.Equal(2, _rig.Provider.KeyFetches.Count());
    }

    [Fact]
    public async Task An_old_copy_serves_on_when_the_provider_does_not_answer()
    {
        _rig.Provider.OnPoll.Add(FakeProvider.Error("authorization_pending"));
        await _rig.PollNorwegianAsync();

        _rig.Provider.OnDiscovery = FakeProvider.Text(503, "", "text/plain");
        _rig.Clock.Advance(TimeSpan.FromHours(13));
        var before = Fetches();
        Assert.IsType<PollResult.Pending>(await _rig.PollNorwegianAsync());
        _rig.Clock.Advance(TimeSpan.FromSeconds(50));
        Assert.IsType<PollResult.Pending>(await _rig.PollNorwegianAsync());
        Assert.Equal(before + 1, Fetches());

        _rig.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.IsType<PollResult.Pending>(await _rig.PollNorwegianAsync());
        Assert.Equal(before + 2, Fetches());

        int Fetches() => _rig.Provider.Requests.Count(request => request.Method == "GET");
    }

    [Fact]
    public async Task While_an_old_copy_is_renewed_nobody_else_waits()
    {
        _rig.Provider.OnPoll.Add(FakeProvider.Error("authorization_pending"));
        await _rig.PollNorwegianAsync();
        var asked = new TaskCompletionSource();
        _rig.Provider.OnDiscovery = async cancellationToken =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, _rig.Clock, cancellationToken);
            throw new InvalidOperationException("Forever is over.");
        };
        _rig.Clock.Advance(TimeSpan.FromHours(13));

        var renewing = _rig.PollNorwegianAsync();
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.IsType<PollResult.Pending>(await _rig.PollNorwegianAsync());
        Assert.False(renewing.IsCompleted);

        _rig.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.IsType<PollResult.Pending>(await renewing);
    }

    [Fact]
    public async Task A_provider_that_hangs_is_noticed_within_the_time_of_a_start()
    {
        var asked = new TaskCompletionSource();
        _rig.Provider.OnDiscovery = async cancellationToken =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, _rig.Clock, cancellationToken);
            throw new InvalidOperationException("Forever is over.");
        };

        var first = _rig.StartNorwegianAsync();
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        _rig.Clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(new StartResult.Unavailable("discovery: no answer in time", null), await first);
        Assert.Equal(new StartResult.Unavailable("discovery: no answer in time", null), await _rig.StartNorwegianAsync());
        Assert.Single(_rig.Provider.Requests);
    }

    [Fact]
    public async Task A_key_changed_in_the_middle_of_a_call_is_fetched_before_the_answer()
    {
        _rig.Provider.OnPoll.Add(FakeProvider.Error("authorization_pending"));
        await _rig.PollNorwegianAsync();
        _rig.Provider.Jwks = TestKeys.Jwks(TestKeys.PublicJwk(TestKeys.Provider, TestToken.Kid), TestKeys.PublicJwk(TestKeys.ProviderNext, "next"));
        _rig.Clock.Advance(TimeSpan.FromSeconds(3));

        var result = await _rig.RedeemNorwegianAsync(token =>
        {
            token.Key = TestKeys.ProviderNext;
            token.Header["kid"] = "next";
        });

        Assert.IsType<PollResult.Approved>(result);
    }

    [Fact]
    public async Task A_key_changed_under_the_same_kid_is_found_as_well()
    {
        _rig.Provider.OnPoll.Add(FakeProvider.Error("authorization_pending"));
        await _rig.PollNorwegianAsync();
        _rig.Provider.Jwks = TestKeys.Jwks(TestKeys.PublicJwk(TestKeys.ProviderNext, TestToken.Kid));

        Assert.IsType<PollResult.Approved>(await _rig.RedeemNorwegianAsync(token => token.Key = TestKeys.ProviderNext));
    }

    [Fact]
    public async Task Made_up_kids_fetch_the_keys_no_more_than_twice_a_minute()
    {
        for (var i = 0; i < 10; i++)
            Assert.Equal(new PollResult.Failed("id_token: key"), await _rig.RedeemNorwegianAsync(token => token.Header["kid"] = $"made up {i}"));
        Assert.Equal(2, _rig.Provider.KeyFetches.Count());

        _rig.Clock.Advance(TimeSpan.FromSeconds(31));
        await _rig.RedeemNorwegianAsync(token => token.Header["kid"] = "made up");
        Assert.Equal(3, _rig.Provider.KeyFetches.Count());
    }

    [Fact]
    public async Task Without_the_documents_nobody_is_rung_and_nothing_is_polled()
    {
        _rig.Provider.OnDiscovery = FakeProvider.Text(500, "<html>", "text/html");

        Assert.StartsWith("discovery:", Assert.IsType<StartResult.Unavailable>(await _rig.StartNorwegianAsync()).Why, StringComparison.Ordinal);
        Assert.StartsWith("discovery:", Assert.IsType<PollResult.Unavailable>(await _rig.PollNorwegianAsync()).Why, StringComparison.Ordinal);
        Assert.Empty(_rig.Provider.Starts);
        Assert.Empty(_rig.Provider.Polls);
    }

    [Fact]
    public async Task A_failing_provider_is_asked_again_after_two_seconds()
    {
        _rig.Provider.OnPoll.Add(FakeProvider.Error("authorization_pending"));
        _rig.Provider.OnDiscovery = FakeProvider.Throws(new HttpRequestException(HttpRequestError.ConnectionError));
        await _rig.PollNorwegianAsync();
        await _rig.PollNorwegianAsync();
        Assert.Single(_rig.Provider.Requests);

        _rig.Provider.OnDiscovery = FakeProvider.Json(200, _rig.Provider.DiscoveryDocument);
        _rig.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.IsType<PollResult.Pending>(await _rig.PollNorwegianAsync());
    }

    [Theory]
    [InlineData("""{"issuer":"https://other.example.com","token_endpoint":"https://acme.idura.broker/oauth2/token","jwks_uri":"https://acme.idura.broker/.well-known/jwks"}""", "issuer")]
    [InlineData("""{"issuer":"https://acme.idura.broker","jwks_uri":"https://acme.idura.broker/.well-known/jwks"}""", "token_endpoint")]
    [InlineData("""{"issuer":"https://acme.idura.broker","token_endpoint":"http://acme.idura.broker/oauth2/token","jwks_uri":"https://acme.idura.broker/.well-known/jwks"}""", "token_endpoint")]
    [InlineData("""{"issuer":"https://acme.idura.broker","token_endpoint":"https://acme.idura.broker/oauth2/token","jwks_uri":"http://127.0.0.1/jwks"}""", "jwks_uri")]
    [InlineData("""{"issuer":"https://acme.idura.broker","token_endpoint":"https://acme.idura.broker/oauth2/token","jwks_uri":"file:///etc/passwd"}""", "jwks_uri")]
    [InlineData("""{"issuer":"https://acme.idura.broker","issuer":"https://acme.idura.broker"}""", "no JSON object")]
    [InlineData("[]", "no JSON object")]
    [InlineData("<html>", "no JSON object")]
    [InlineData("", "no JSON object")]
    public async Task A_document_that_cannot_be_trusted_is_not_used(string document, string why)
    {
        _rig.Provider.DiscoveryDocument = document;

        Assert.Contains(why, Assert.IsType<StartResult.Unavailable>(await _rig.StartNorwegianAsync()).Why, StringComparison.Ordinal);
        Assert.All(_rig.Provider.Requests, request => Assert.Equal("GET", request.Method));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"keys":[]}""")]
    [InlineData("""{"keys":"none"}""")]
    [InlineData("""{"keys":[{"kty":"RSA","kid":"broken","n":"!!!","e":"AQAB"}]}""")]
    [InlineData("""{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}""")]
    public async Task Keys_that_are_none_never_make_a_token_believed(string jwks)
    {
        _rig.Provider.Jwks = jwks;

        var result = await _rig.RedeemNorwegianAsync(_ => { });

        Assert.True(result is PollResult.Unavailable or PollResult.Failed { Error: "id_token: key" }, result.ToString());
    }

    [Fact]
    public async Task Where_the_document_names_no_backchannel_endpoint_Iduras_path_is_used()
    {
        _rig.Provider.DiscoveryDocument = _rig.Provider.DiscoveryDocument.Replace("backchannel_authentication_endpoint", "something_else", StringComparison.Ordinal);

        Assert.IsType<StartResult.Started>(await _rig.StartNorwegianAsync());
    }

    [Fact]
    public async Task Configured_endpoints_override_the_document()
    {
        using var rig = new CibaRig(
            ("Ciba:BackchannelAuthenticationEndpoint", "https://b.example.com/ciba/bc-authorize"),
            ("Ciba:TokenEndpoint", "https://t.example.com/oauth2/token"));
        rig.Provider.OnPoll.Add(FakeProvider.Error("authorization_pending"));

        await rig.StartNorwegianAsync();
        await rig.PollNorwegianAsync();

        Assert.Equal("b.example.com", Assert.Single(rig.Provider.Starts).Address.Host);
        Assert.Equal("t.example.com", Assert.Single(rig.Provider.Polls).Address.Host);
    }

    [Fact]
    public async Task An_issuer_spelt_otherwise_is_configured_and_then_exact()
    {
        const string Issuer = "https://acme.idura.broker/";
        using var rig = new CibaRig(("Ciba:Issuer", Issuer));
        rig.Provider.DiscoveryDocument = rig.Provider.DiscoveryDocument.Replace("\"issuer\":\"https://acme.idura.broker\"", $"\"issuer\":\"{Issuer}\"", StringComparison.Ordinal);

        Assert.IsType<PollResult.Approved>(await rig.RedeemNorwegianAsync(token => token.Claims["iss"] = Issuer));
        Assert.Equal(new PollResult.Failed("id_token: iss"), await rig.RedeemNorwegianAsync(_ => { }));
    }

    public void Dispose() => _rig.Dispose();
}
