using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CallerAuth.Simulator;
using CallerAuth.Simulator.Provider;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CallerAuth.Tests.Simulator;

/// <summary>An answer of the provider: HTTP status and JSON.</summary>
internal sealed record ProviderAnswer(int Status, JsonObject Json, HttpResponseHeaders Headers)
{
    public string? Error => Json["error"]?.ToString();

    public string AuthReqId => Json["auth_req_id"]!.ToString();
}

/// <summary>A client of the simulated provider, with a clock that stands still until it is moved.</summary>
internal sealed class RelyingParty : IAsyncDisposable
{
    public const string NorwegianNumber = "03851598730";
    public const string SwedishNumber = "189001019802";

    private readonly HttpClient _http = new();

    private RelyingParty(SimulatorHost simulator, FakeTimeProvider time)
    {
        Simulator = simulator;
        Time = time;
    }

    public SimulatorHost Simulator { get; }

    public FakeTimeProvider Time { get; }

    public OpenIdProvider Provider => Simulator.Provider;

    /// <summary>The claims of the next client assertions; a test changes what it is about.</summary>
    public Action<Dictionary<string, object>> Claims { get; set; } = _ => { };

    public ClientKey SignsWith { get; set; } = TestKeys.Client;

    public static async Task<RelyingParty> OpenAsync()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-23T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { ClientKey = TestKeys.Client }, time, () => 0.3, TestContext.Current.CancellationToken);
        return new RelyingParty(simulator, time);
    }

    public static Dictionary<string, string> Norwegian() => new(StringComparer.Ordinal)
    {
        ["scope"] = "openid ssn",
        ["login_hint"] = $"sub:ssn:{NorwegianNumber}",
        ["acr_values"] = "urn:grn:authn:no:bankid",
        ["authorization_details"] = """[{"type":"customerServiceCall.v1"}]""",
    };

    public static Dictionary<string, string> Swedish() => new(StringComparer.Ordinal)
    {
        ["scope"] = "openid",
        ["login_hint"] = $"sub:ssn:{SwedishNumber}",
        ["acr_values"] = "urn:grn:authn:se:bankid",
        ["binding_message"] = "Norrsken Bank",
        ["authorization_details"] = """[{"type":"phoneAuth","callInitiator":"user"}]""",
    };

    public Task<ProviderAnswer> StartAsync(Dictionary<string, string> form) => PostAsync("/ciba/bc-authorize", WithAssertion(form));

    public Task<ProviderAnswer> PollAsync(string authReqId) => PostAsync("/oauth2/token", WithAssertion(new(StringComparer.Ordinal)
    {
        ["grant_type"] = "urn:openid:params:grant-type:ciba",
        ["auth_req_id"] = authReqId,
    }));

    /// <summary>Waits the interval first, as a polite client does.</summary>
    public Task<ProviderAnswer> PollInTimeAsync(string authReqId)
    {
        Time.Advance(TimeSpan.FromSeconds(3));
        return PollAsync(authReqId);
    }

    public Order Order(ProviderAnswer started) => Assert.Single(Provider.Orders, order => order.AuthReqId == started.AuthReqId);

    public string Assertion()
    {
        var now = Time.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["iss"] = Simulator.Options.ClientId,
            ["sub"] = Simulator.Options.ClientId,
            ["aud"] = Simulator.Authority,
            ["jti"] = Guid.NewGuid().ToString(),
            ["iat"] = now,
            ["exp"] = now + 60,
        };
        Claims(claims);
        using var rsa = RSA.Create();
        rsa.ImportFromPem(SignsWith.PrivatePem);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims,
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(rsa) { KeyId = TestKeys.Client.KeyId }, SecurityAlgorithms.RsaSha256)
            {
                CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
            },
        });
    }

    public async Task<ProviderAnswer> PostAsync(string path, Dictionary<string, string> form, string? basic = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Simulator.Authority + path) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Add("Prefer", "return-trace-id");
        if (basic is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(basic)));
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var json = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.AsObject();
        return new ProviderAnswer((int)response.StatusCode, json, response.Headers);
    }

    public async Task<JsonObject> GetAsync(string path) => JsonNode.Parse(await _http.GetStringAsync(Simulator.Authority + path, TestContext.Current.CancellationToken))!.AsObject();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Simulator.DisposeAsync();
    }

    private Dictionary<string, string> WithAssertion(Dictionary<string, string> form)
    {
        form["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        form["client_assertion"] = Assertion();
        return form;
    }
}
