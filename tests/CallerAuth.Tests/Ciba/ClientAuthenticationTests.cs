using System.Security.Cryptography;
using System.Text;
using CallerAuth.Ciba;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CallerAuth.Tests.Ciba;

public sealed class ClientAuthenticationTests
{
    public static TheoryData<string, string, string> KeyFiles => new()
    {
        { "pkcs8.pem", TestKeys.Client.ExportPkcs8PrivateKeyPem(), "RS256" },
        { "pkcs8.pem", TestKeys.Client.ExportPkcs8PrivateKeyPem(), "PS256" },
        { "pkcs1.pem", TestKeys.Client.ExportRSAPrivateKeyPem(), "RS256" },
        { "pkcs1.pem", TestKeys.Client.ExportRSAPrivateKeyPem(), "PS256" },
        { "rsa.jwk", TestKeys.PrivateJwk(TestKeys.Client, "from-the-file"), "RS256" },
        { "rsa.jwk", TestKeys.PrivateJwk(TestKeys.Client, "from-the-file"), "PS256" },
        { "ec-pkcs8.pem", TestKeys.ClientEc.ExportPkcs8PrivateKeyPem(), "ES256" },
        { "ec-sec1.pem", TestKeys.ClientEc.ExportECPrivateKeyPem(), "ES256" },
        { "ec.jwk", TestKeys.PrivateJwk(TestKeys.ClientEc, "from-the-file"), "ES256" },
    };

    [Theory]
    [MemberData(nameof(KeyFiles))]
    public async Task An_assertion_is_signed_by_the_key_in_the_file(string name, string text, string algorithm)
    {
        using var rig = new CibaRig(("Ciba:PrivateKeyPath", TestKeys.Write(name, text)), ("Ciba:KeyId", ""), ("Ciba:SigningAlgorithm", algorithm));

        Assert.IsType<StartResult.Started>(await rig.StartNorwegianAsync());

        var assertion = new JsonWebToken(Assert.Single(rig.Provider.Starts).Single("client_assertion"));
        SecurityKey publicKey = algorithm == "ES256"
            ? new ECDsaSecurityKey(ECDsa.Create(TestKeys.ClientEc.ExportParameters(false)))
            : new RsaSecurityKey(TestKeys.Client.ExportParameters(false));
        Assert.Equal(algorithm, assertion.Alg);
        Assert.Equal(name.EndsWith(".jwk", StringComparison.Ordinal) ? "from-the-file" : Base64UrlEncoder.Encode(publicKey.ComputeJwkThumbprint()), assertion.Kid);
        Assert.Equal(["aud", "exp", "iat", "iss", "jti", "sub"], assertion.Claims.Select(claim => claim.Type).Order(StringComparer.Ordinal));
        var validated = await new JsonWebTokenHandler().ValidateTokenAsync(assertion.EncodedToken, new TokenValidationParameters
        {
            IssuerSigningKey = publicKey,
            ValidIssuer = CibaRig.ClientId,
            ValidAudience = CibaRig.Authority,
            ValidateLifetime = false,
        });
        Assert.True(validated.IsValid, validated.Exception?.Message);
    }

    [Fact]
    public async Task A_JWK_whose_numbers_lost_their_leading_zeros_is_read()
    {
        // About one EC key in 256 begins with a zero byte.
        ECDsa key;
        do
        {
            key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        }
        while (key.ExportParameters(true).D![0] != 0);
        var d = Base64UrlEncoder.Encode(key.ExportParameters(true).D!);
        var jwk = TestKeys.PrivateJwk(key, "short").Replace(d, Base64UrlEncoder.Encode(key.ExportParameters(true).D![1..]), StringComparison.Ordinal);
        using var rig = new CibaRig(("Ciba:PrivateKeyPath", TestKeys.Write("short.jwk", jwk)), ("Ciba:SigningAlgorithm", "ES256"));

        Assert.IsType<StartResult.Started>(await rig.StartNorwegianAsync());
    }

    [Fact]
    public async Task A_JWK_whose_modulus_begins_with_a_zero_too_many_is_read()
    {
        var n = TestKeys.Client.ExportParameters(false).Modulus!;
        var jwk = TestKeys.PrivateJwk(TestKeys.Client, "long").Replace(Base64UrlEncoder.Encode(n), Base64UrlEncoder.Encode([0, .. n]), StringComparison.Ordinal);
        using var rig = new CibaRig(("Ciba:PrivateKeyPath", TestKeys.Write("long.jwk", jwk)));

        Assert.IsType<StartResult.Started>(await rig.StartNorwegianAsync());
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task Assertions_made_at_once_on_many_threads_are_all_good(string algorithm)
    {
        var (name, text) = algorithm == "ES256" ? ("many-ec.jwk", TestKeys.PrivateJwk(TestKeys.ClientEc, "many")) : ("many.jwk", TestKeys.PrivateJwk(TestKeys.Client, "many"));
        using var rig = new CibaRig(("Ciba:PrivateKeyPath", TestKeys.Write(name, text)), ("Ciba:SigningAlgorithm", algorithm));
        var clientAssertion = rig.Get<ClientAssertion>();

        var assertions = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => Encoding.ASCII.GetString(clientAssertion.Create()))));

        Assert.Equal(64, assertions.Select(assertion => new JsonWebToken(assertion).Id).Distinct(StringComparer.Ordinal).Count());
        Assert.All(assertions, assertion =>
        {
            var signed = Encoding.ASCII.GetBytes(assertion[..assertion.LastIndexOf('.')]);
            var signature = Base64UrlEncoder.DecodeBytes(assertion[(assertion.LastIndexOf('.') + 1)..]);
            Assert.True(algorithm == "ES256"
                ? TestKeys.ClientEc.VerifyData(signed, signature, HashAlgorithmName.SHA256)
                : TestKeys.Client.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        });
    }

    [Fact]
    public async Task The_configured_issuer_is_the_audience()
    {
        using var rig = new CibaRig(("Ciba:Issuer", "https://issuer.example.com/"));
        rig.Provider.DiscoveryDocument = rig.Provider.DiscoveryDocument.Replace("\"issuer\":\"https://acme.idura.broker\"", "\"issuer\":\"https://issuer.example.com/\"", StringComparison.Ordinal);

        await rig.StartNorwegianAsync();

        Assert.Equal("https://issuer.example.com/", Assert.Single(new JsonWebToken(Assert.Single(rig.Provider.Starts).Single("client_assertion")).Audiences));
    }

    [Fact]
    public async Task Client_secret_basic_encodes_both_halves_before_Base64()
    {
        using var rig = new CibaRig(("Ciba:ClientAuthentication", "client_secret_basic"), ("Ciba:ClientSecret", "p:ss w+rd/å"));
        rig.Provider.OnPoll.Add(FakeProvider.Error("authorization_pending"));

        await rig.StartNorwegianAsync();
        await rig.PollNorwegianAsync();

        var expected = "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes("urn%3Aciba:p%3Ass+w%2Brd%2F%C3%A5"));
        Assert.All(rig.Provider.Starts.Concat(rig.Provider.Polls), request =>
        {
            Assert.Equal(expected, request.Authorization);
            Assert.DoesNotContain("client_secret", request.Form.Keys);
            Assert.DoesNotContain("client_assertion", request.Form.Keys);
        });
    }

    [Fact]
    public async Task Client_secret_post_puts_both_into_the_form()
    {
        using var rig = new CibaRig(("Ciba:ClientAuthentication", "client_secret_post"), ("Ciba:ClientSecret", "p:ss w+rd"));

        await rig.StartNorwegianAsync();

        var start = Assert.Single(rig.Provider.Starts);
        Assert.Equal((CibaRig.ClientId, "p:ss w+rd"), (start.Single("client_id"), start.Single("client_secret")));
        Assert.Null(start.Authorization);
        Assert.All(rig.Logs, line => Assert.DoesNotContain("p:ss", line, StringComparison.Ordinal));
    }
}
