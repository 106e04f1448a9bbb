using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CallerAuth.Benchmarks.Provider;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CallerAuth.Benchmarks.Peers;

/// <summary>A poll as it is usually written in C#: the same bytes on the wire as our client sends, and the answer read as JSON.</summary>
internal sealed class TokenClient : IDisposable
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private const int AssertionLifeSeconds = 120;

    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    private readonly HttpClient _http;
    private readonly Uri _endpoint;
    private readonly string _authority;
    private readonly SigningCredentials? _credentials;

    public TokenClient(PeerSettings settings)
    {
        _authority = settings.Authority;
        _endpoint = new Uri($"{settings.Authority}/token");
        _credentials = CredentialsOf(settings);
        var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, EnableMultipleHttp2Connections = true };
        if (settings.Connections > 0)
            handler.MaxConnectionsPerServer = settings.Connections;
        _http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30) };
        if (settings.Protocol is "h2" or "h2c")
            _http.DefaultRequestVersion = HttpVersion.Version20;
        if (settings.Protocol == "h2c")
            _http.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        _http.DefaultRequestHeaders.Add("Prefer", "return-trace-id");
        if (_credentials is null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{ProviderSettings.Client}:benchmark-secret-of-no-worth")));
    }

    /// <returns>Whether the order is still pending.</returns>
    public async Task<bool> PollAsync(int item, CancellationToken cancellationToken)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "urn:openid:params:grant-type:ciba",
            ["auth_req_id"] = AuthReqIds.Of(item),
        };
        if (_credentials is not null)
        {
            form["client_assertion_type"] = AssertionType;
            form["client_assertion"] = Assertion();
        }

        using var content = new FormUrlEncodedContent(form);
        using var response = await _http.PostAsync(_endpoint, content, cancellationToken);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        return answer.RootElement.TryGetProperty("error", out var error) && error.ValueEquals("authorization_pending");
    }

    public void Dispose() => _http.Dispose();

    private string Assertion()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return Handler.CreateToken(new SecurityTokenDescriptor
        {
            Claims = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["iss"] = ProviderSettings.Client,
                ["sub"] = ProviderSettings.Client,
                ["aud"] = _authority,
                ["jti"] = Guid.NewGuid().ToString("N"),
                ["iat"] = now,
                ["exp"] = now + AssertionLifeSeconds,
            },
            SigningCredentials = _credentials,
        });
    }

    private static SigningCredentials? CredentialsOf(PeerSettings settings)
    {
        if (settings.Authentication == "basic")
            return null;
        var pem = File.ReadAllText(settings.KeyPath);
        if (settings.Authentication == "rs256")
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return new SigningCredentials(new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: true)) { KeyId = "client" }, SecurityAlgorithms.RsaSha256);
        }

        var ecdsa = ECDsa.Create();
        ecdsa.ImportFromPem(pem);
        return new SigningCredentials(new ECDsaSecurityKey(ecdsa) { KeyId = "client" }, SecurityAlgorithms.EcdsaSha256);
    }
}
