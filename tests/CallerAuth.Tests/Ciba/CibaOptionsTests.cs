using System.Security.Cryptography;
using CallerAuth.Ciba;
using Microsoft.Extensions.Options;

namespace CallerAuth.Tests.Ciba;

public class CibaOptionsTests
{
    [Fact]
    public void A_plain_Idura_configuration_is_accepted()
    {
        using var rig = new CibaRig();

        var options = rig.Get<IOptions<CibaOptions>>().Value;

        Assert.Equal(CibaRig.Authority, options.ExpectedIssuer);
        Assert.Equal(["RS256"], options.AllowedIdTokenAlgorithms);
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10)), (options.RequestTimeout, options.StartTimeout));
    }

    [Theory]
    [InlineData("https://acme.idura.broker/")]
    [InlineData("http://localhost:5001")]
    [InlineData("http://127.0.0.1:5001")]
    [InlineData("http://[::1]:5001")]
    public void These_authorities_are_accepted(string authority)
    {
        using var rig = new CibaRig(("Ciba:Authority", authority));

        Assert.Equal(authority.TrimEnd('/'), rig.Get<IOptions<CibaOptions>>().Value.ExpectedIssuer);
    }

    public static TheoryData<string, string, string> Faults => new()
    {
        { "Authority", "", "Ciba:Authority: missing" },
        { "Authority", "acme.idura.broker", "Ciba:Authority: is not an absolute address" },
        { "Authority", "ftp://acme.idura.broker", "Ciba:Authority: is not an absolute address" },
        { "Authority", "http://acme.idura.broker", "Ciba:Authority: is plain http" },
        { "Authority", "http://localhost.example.com", "Ciba:Authority: is plain http" },
        { "Authority", "http://10.0.0.1", "Ciba:Authority: is plain http" },
        { "Authority", "https://id:secret@acme.idura.broker", "Ciba:Authority: holds a user name" },
        { "Authority", "https://acme.idura.broker?a=b", "Ciba:Authority: holds a query" },
        { "TokenEndpoint", "http://acme.idura.broker/oauth2/token", "Ciba:TokenEndpoint: is plain http" },
        { "BackchannelAuthenticationEndpoint", "/ciba/bc-authorize", "Ciba:BackchannelAuthenticationEndpoint: is" },
        { "Issuer", "acme", "Ciba:Issuer: is not an absolute address" },
        { "ClientId", "", "Ciba:ClientId: missing" },
        { "ClientAuthentication", "tls_client_auth", "Ciba:ClientAuthentication: \"tls_client_auth\" is none of private_key_jwt, client_secret_basic, client_secret_post" },
        { "ClientAuthentication", "client_secret_basic", "Ciba:ClientSecret: missing" },
        { "ClientAuthentication", "client_secret_post", "Ciba:ClientSecret: missing" },
        { "PrivateKeyPath", "", "Ciba:PrivateKeyPath: missing" },
        { "PrivateKeyPath", "/no/such/file.pem", "Ciba:PrivateKeyPath: no file at /no/such/file.pem" },
        { "SigningAlgorithm", "HS256", "Ciba:SigningAlgorithm: \"HS256\" is none of RS256, PS256, ES256" },
        { "SigningAlgorithm", "ES256", "Ciba:PrivateKeyPath: the file holds an RSA key" },
        { "IdTokenSigningAlgorithms:0", "none", "Ciba:IdTokenSigningAlgorithms: \"none\"" },
        { "IdTokenSigningAlgorithms:0", "HS256", "Ciba:IdTokenSigningAlgorithms: \"HS256\"" },
        { "RequestTimeout", "00:00:00", "Ciba:RequestTimeout" },
        { "StartTimeout", "00:02:00", "Ciba:StartTimeout" },
        { "ClockSkew", "00:05:01", "Ciba:ClockSkew" },
        { "MaxTokenAge", "1.00:00:00", "Ciba:MaxTokenAge" },
        { "ConnectTimeout", "00:00:00", "Ciba:ConnectTimeout" },
        { "MaxConnections", "0", "Ciba:MaxConnections" },
        { "Protocol", "7", "Ciba:Protocol: \"7\" is none of Http1AndHttp2, Http1, Http2" },
        { "CircuitBreaker:FailurePercent", "0", "Ciba:CircuitBreaker:FailurePercent" },
        { "CircuitBreaker:FailurePercent", "101", "Ciba:CircuitBreaker:FailurePercent" },
        { "CircuitBreaker:MinimumThroughput", "1", "Ciba:CircuitBreaker:MinimumThroughput" },
        { "CircuitBreaker:SamplingDuration", "00:00:00.1", "Ciba:CircuitBreaker:SamplingDuration" },
        { "CircuitBreaker:BreakDuration", "01:00:00", "Ciba:CircuitBreaker:BreakDuration" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_named_with_its_key(string key, string value, string message)
    {
        var fault = Assert.Single(FaultsOf(($"Ciba:{key}", value)));

        Assert.StartsWith(message, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("secret@", fault, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> KeyFiles => new()
    {
        { "RS256", "hello", "no private key" },
        { "RS256", "", "no private key" },
        { "RS256", "{}", "no private key" },
        { "RS256", """{"kty":"oct","k":"c2VjcmV0"}""", "no private key" },
        { "RS256", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "no private key" },
        { "RS256", TestKeys.Client.ExportSubjectPublicKeyInfoPem(), "no private key" },
        { "RS256", TestKeys.PublicJwk(TestKeys.Client, "a"), "no private key" },
        { "RS256", TestKeys.Jwks(TestKeys.PrivateJwk(TestKeys.Client, "a")), "no private key" },
        { "RS256", RSA.Create(1024).ExportPkcs8PrivateKeyPem(), "1024 bits" },
        { "RS256", TestKeys.ClientEc.ExportPkcs8PrivateKeyPem(), "elliptic-curve key, and RS256 needs an RSA key" },
        { "ES256", ECDsa.Create(ECCurve.NamedCurves.nistP384).ExportPkcs8PrivateKeyPem(), "P-256" },
        { "ES256", TestKeys.PublicJwk(TestKeys.ClientEc, "a"), "no private key" },
        { "RS256", TestKeys.Client.ExportEncryptedPkcs8PrivateKeyPem("x", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1000)), "encrypted" },
        { "RS256", new string('a', 70_000), "too big" },
    };

    [Theory]
    [MemberData(nameof(KeyFiles))]
    public void A_key_file_that_cannot_be_used_is_told_why(string algorithm, string text, string why)
    {
        var path = TestKeys.Write($"{Guid.NewGuid():N}.key", text);

        var fault = Assert.Single(FaultsOf(("Ciba:PrivateKeyPath", path), ("Ciba:SigningAlgorithm", algorithm)));

        Assert.StartsWith("Ciba:PrivateKeyPath: ", fault, StringComparison.Ordinal);
        Assert.Contains(why, fault, StringComparison.Ordinal);
    }

    /// <remarks>A device says that it is empty, and never ends.</remarks>
    [Fact]
    public void A_key_file_without_an_end_is_refused()
    {
        const string Endless = "/dev/zero";
        if (!File.Exists(Endless))
            Assert.Skip("There is no such device on this system.");

        Assert.StartsWith("Ciba:PrivateKeyPath: the file at /dev/zero is too big", Assert.Single(FaultsOf(("Ciba:PrivateKeyPath", Endless))), StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_are_reported_at_once()
    {
        var faults = FaultsOf(("Ciba:Authority", ""), ("Ciba:ClientId", ""), ("Ciba:PrivateKeyPath", "/no/such/file"), ("Ciba:ClockSkew", "01:00:00"));

        Assert.Equal(4, faults.Count);
    }

    private static IReadOnlyList<string> FaultsOf(params (string Key, string Value)[] settings)
    {
        using var rig = new CibaRig(settings);
        return [.. Assert.Throws<OptionsValidationException>(() => rig.Get<IOptions<CibaOptions>>().Value).Failures];
    }
}
