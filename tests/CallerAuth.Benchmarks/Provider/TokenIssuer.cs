using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CallerAuth.Benchmarks.Provider;

/// <summary>Signs id_tokens that pass every check of the client, so that an approval costs here what it costs with a real provider.</summary>
internal sealed class TokenIssuer
{
    private const string KeyId = "bench";
    private const int LifeSeconds = 1200;

    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly SigningCredentials _credentials;

    public TokenIssuer() => _credentials = new SigningCredentials(new RsaSecurityKey(_rsa) { KeyId = KeyId }, SecurityAlgorithms.RsaSha256);

    public object KeySet
    {
        get
        {
            var parameters = _rsa.ExportParameters(includePrivateParameters: false);
            return new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = KeyId, n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent) } } };
        }
    }

    public string Issue(string issuer, int item)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return Handler.CreateToken(new SecurityTokenDescriptor
        {
            Claims = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["iss"] = issuer,
                ["aud"] = ProviderSettings.Client,
                ["sub"] = $"{{{Guid.NewGuid()}}}",
                ["authenticationtype"] = "urn:grn:authn:se:bankid",
                ["name"] = "Testperson",
                ["ssn"] = TestPerson.NumberOf(item),
                ["iat"] = now,
                ["nbf"] = now,
                ["exp"] = now + LifeSeconds,
            },
            SigningCredentials = _credentials,
        });
    }
}
