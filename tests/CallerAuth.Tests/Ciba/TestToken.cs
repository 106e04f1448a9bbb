using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CallerAuth.Tests.Identity;
using Microsoft.IdentityModel.Tokens;

namespace CallerAuth.Tests.Ciba;

/// <summary>An id_token as Idura documents it, put together by hand so that every part of it can be spoilt.</summary>
internal sealed class TestToken
{
    public const string Kid = "827D9A3E98616495AC6FE171AE6DA3B3CA141921";

    public JsonObject Header { get; } = new() { ["typ"] = "JWT", ["alg"] = "RS256", ["kid"] = Kid };

    public required JsonObject Claims { get; init; }

    public object Key { get; set; } = TestKeys.Provider;

    public static TestToken Norwegian(DateTimeOffset now) => new()
    {
        Claims = Payload(now, new()
        {
            ["identityscheme"] = "nobankid-oidc",
            ["authenticationtype"] = "urn:grn:authn:no:bankid:substantial",
            ["uniqueuserid"] = "9578-6000-4-12345",
            ["socialno"] = The.NorwegianDigits,
            ["birthdate"] = "2015-05-03",
            ["country"] = "NO",
        }),
    };

    public static TestToken Swedish(DateTimeOffset now) => new()
    {
        Claims = Payload(now, new()
        {
            ["identityscheme"] = "sebankid",
            ["authenticationtype"] = "urn:grn:authn:se:bankid",
            ["ssn"] = The.SwedishDigits,
            ["country"] = "SE",
        }),
    };

    public TestToken With(Action<TestToken> change)
    {
        change(this);
        return this;
    }

    public string Sign() => Sign(Header.ToJsonString(), Claims.ToJsonString());

    public string Sign(string header, string payload)
    {
        var input = $"{Encode(header)}.{Encode(payload)}";
        var bytes = Encoding.ASCII.GetBytes(input);
        var alg = (string?)Header["alg"];
        var signature = Key switch
        {
            RSA rsa => rsa.SignData(bytes, HashAlgorithmName.SHA256, alg == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1),
            ECDsa ec => ec.SignData(bytes, HashAlgorithmName.SHA256),
            byte[] secret => HMACSHA256.HashData(secret, bytes),
            _ => [],
        };
        return $"{input}.{Base64UrlEncoder.Encode(signature)}";
    }

    private static string Encode(string json) => Base64UrlEncoder.Encode(Encoding.UTF8.GetBytes(json));

    private static JsonObject Payload(DateTimeOffset now, JsonObject person)
    {
        var issuedAt = now.ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = CibaRig.Authority,
            ["aud"] = CibaRig.ClientId,
            ["authenticationmethod"] = "urn:oasis:names:tc:SAML:2.0:ac:classes:X509",
            ["authenticationinstant"] = now.AddSeconds(-2).ToString("o", System.Globalization.CultureInfo.InvariantCulture),
            ["sub"] = "{8f8c2c2c-f0f0-4b6b-9c3f-4a1d6c1b7a11}",
            ["sessionindex"] = "b3f2",
            ["name"] = "Test Testesen",
            ["given_name"] = "Test",
            ["family_name"] = "Testesen",
            ["iat"] = issuedAt,
            ["nbf"] = issuedAt,
            ["exp"] = issuedAt + 1200,
        };
        foreach (var (name, value) in person)
            claims[name] = value?.DeepClone();
        return claims;
    }
}
