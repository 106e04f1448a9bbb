using System.Globalization;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CallerAuth.Simulator.Provider;

/// <summary>Signs id_tokens with the claims Idura gives for the two BankIDs. There is no nonce, acr or auth_req_id in them.</summary>
internal sealed class IdTokenIssuer : IDisposable
{
    private const int LifeSeconds = 1200;

    private readonly Lazy<RSA> _foreign = new(() => RSA.Create(RunKeys.Stranger));
    private readonly List<SigningKey> _keys = [new(() => RunKeys.Provider)];

    /// <summary>The JWKS document: one RSA key for signatures.</summary>
    public object KeySet
    {
        get
        {
            var parameters = Current.Rsa.Value.ExportParameters(includePrivateParameters: false);
            return new
            {
                keys = new[]
                {
                    new { kty = "RSA", use = "sig", alg = "RS256", kid = Current.Id, n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent) },
                },
            };
        }
    }

    /// <summary>A new key takes the old one's place in the JWKS and in tokens from now on; a client must fetch the JWKS again.</summary>
    public void RotateKey()
    {
        var key = RunKeys.New();
        _keys.Add(new SigningKey(() => key));
    }

    /// <summary>Signs a token about <paramref name="person"/>. A stranger signs with the same <c>kid</c>, but with a key that is not in the JWKS.</summary>
    public string Issue(string issuer, Order order, TestPerson person, bool withSocialno, DateTimeOffset now, bool signedByStranger)
    {
        var country = order.Request.IsNorwegian ? "NO" : "SE";
        var seconds = now.ToUnixTimeSeconds();
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["iss"] = issuer,
            ["aud"] = order.ClientId,
            ["identityscheme"] = order.Request.IsNorwegian ? "nobankid" : "sebankid",
            // Norwegian CIBA always runs as BankID with biometrics, which Idura names substantial.
            ["authenticationtype"] = order.Request.IsNorwegian ? $"{order.Request.AcrValues}:substantial" : order.Request.AcrValues,
            ["authenticationmethod"] = "app:",
            ["authenticationinstant"] = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["nameidentifier"] = person.Subject.Trim('{', '}').Replace("-", "", StringComparison.Ordinal),
            ["sub"] = person.Subject,
            ["sessionindex"] = Guid.NewGuid().ToString(),
            ["name"] = person.Name,
            ["givenname"] = person.GivenName,
            ["given_name"] = person.GivenName,
            ["surname"] = person.FamilyName,
            ["family_name"] = person.FamilyName,
            ["ipaddress"] = "127.0.0.1",
            ["country"] = country,
            ["iat"] = seconds,
            ["nbf"] = seconds,
            ["exp"] = seconds + LifeSeconds,
        };
        if (!order.Request.IsNorwegian)
        {
            claims["ssn"] = person.NationalId;
        }
        else
        {
            claims["uniqueuserid"] = $"9578-6000-4-{uint.Parse(person.Subject.AsSpan(1, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture)}";
            if (person.BirthDate is { } born)
                claims["birthdate"] = born.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            if (withSocialno && order.Request.WantsNationalId)
                claims["socialno"] = person.NationalId;
        }

        var current = Current;
        var key = new RsaSecurityKey(signedByStranger ? _foreign.Value : current.Rsa.Value) { KeyId = current.Id };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims,
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.RsaSha256) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } },
        });
    }

    public void Dispose()
    {
        foreach (var key in _keys.Select(key => key.Rsa).Append(_foreign).Where(key => key.IsValueCreated))
            key.Value.Dispose();
    }

    private SigningKey Current => _keys[^1];

    private sealed class SigningKey(Func<RSAParameters> key)
    {
        public string Id { get; } = Guid.NewGuid().ToString("N").ToUpperInvariant();

        public Lazy<RSA> Rsa { get; } = new(() => RSA.Create(key()));
    }
}
