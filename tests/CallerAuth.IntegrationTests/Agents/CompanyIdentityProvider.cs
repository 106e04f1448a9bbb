using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CallerAuth.IntegrationTests.Agents;

/// <summary>The company's own identity provider: a discovery document, keys, and access tokens, also such as nobody should believe.</summary>
internal sealed class CompanyIdentityProvider : IAsyncDisposable
{
    public const string Audience = "https://callerauth.example/api";

    private readonly WebApplication _app;
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private CompanyIdentityProvider(WebApplication app) => _app = app;

    public string Issuer { get; private set; } = "";

    public SecurityKey RsaKey => new RsaSecurityKey(_rsa) { KeyId = "rsa" };

    public SecurityKey EcKey => new ECDsaSecurityKey(_ec) { KeyId = "ec" };

    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Api:Authority"] = Issuer,
        ["Api:Audience"] = Audience,
    };

    public static async Task<CompanyIdentityProvider> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = new CompanyIdentityProvider(builder.Build());
        provider._app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = provider.Issuer, jwks_uri = provider.Issuer + "/keys" }));
        provider._app.MapGet("/keys", () => Results.Json(new { keys = new object[] { provider.PublicRsa(), provider.PublicEc() } }));
        await provider._app.StartAsync(cancellationToken);
        provider.Issuer = provider._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return provider;
    }

    /// <summary>An access token of Kari's with both scopes, unless something else is said.</summary>
    public string Token(
        string? scope = "verifications.read verifications.write",
        string? issuer = null,
        string? audience = Audience,
        TimeSpan? expiresIn = null,
        SecurityKey? key = null,
        string algorithm = SecurityAlgorithms.RsaSha256,
        params Claim[] claims)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var lifetime = expiresIn ?? TimeSpan.FromMinutes(5);
        List<Claim> all = [new("sub", "5b0d"), .. claims];
        if (scope is not null)
            all.Add(new Claim("scope", scope));
        if (!claims.Any(claim => claim.Type is "preferred_username" or "client_id"))
            all.Add(new Claim("preferred_username", "kari@nordlys.example"));
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Issuer,
            Audience = audience,
            IssuedAt = now + lifetime - TimeSpan.FromMinutes(10),
            Expires = now + lifetime,
            Subject = new ClaimsIdentity(all),
            SigningCredentials = algorithm == "none" ? null : new SigningCredentials(key ?? RsaKey, algorithm),
        });
    }

    /// <summary>Signed by HMAC with the text of the public key, which a careless verifier takes for the secret (RFC 8725 §2.1).</summary>
    public string TokenSignedWithPublicKey() =>
        Token(key: new SymmetricSecurityKey(Encoding.ASCII.GetBytes(_rsa.ExportSubjectPublicKeyInfoPem())) { KeyId = "rsa" }, algorithm: SecurityAlgorithms.HmacSha256);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _rsa.Dispose();
        _ec.Dispose();
    }

    private object PublicRsa()
    {
        var key = _rsa.ExportParameters(false);
        return new { kty = "RSA", kid = "rsa", use = "sig", n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent) };
    }

    private object PublicEc()
    {
        var key = _ec.ExportParameters(false);
        return new { kty = "EC", crv = "P-256", kid = "ec", use = "sig", x = Base64UrlEncoder.Encode(key.Q.X), y = Base64UrlEncoder.Encode(key.Q.Y) };
    }
}
