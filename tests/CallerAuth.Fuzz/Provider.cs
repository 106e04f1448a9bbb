using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using CallerAuth.Ciba;
using CallerAuth.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CallerAuth.Fuzz;

/// <summary>The room <c>Ciba</c> before a provider whose keys are made for this run: no input can have been signed with them.</summary>
internal static class Provider
{
    public const string Authority = "https://acme.idura.broker";
    public const string ClientId = "urn:ciba";
    public const string AuthReqIdText = "3857f8ff-21b9-48ae-a732-a3bd8128a7ae";

    /// <summary>Skatteetaten's synthetic person.</summary>
    public const string Digits = "03851598730";

    public const string Discovery = $$"""{"issuer":"{{Authority}}","token_endpoint":"{{Authority}}/oauth2/token","jwks_uri":"{{Authority}}/.well-known/jwks"}""";

    private static readonly RSA Rsa = RSA.Create(2048);
    private static readonly ECDsa Ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly ServiceProvider Services = Build();
    private static readonly AuthReqId Asked = AuthReqId.Parse(AuthReqIdText);
    private static readonly Claimant Person = Claim();
    private static readonly IdTokenReader OwnReader = ReaderOf(Discovery, OwnKeys());

    public static IReadOnlyCollection<EId> EIds => Catalogue.All;

    public static EIdCatalogue Catalogue => Services.GetRequiredService<EIdCatalogue>();

    public static EId Norwegian => Catalogue.Get("no-bankid");

    /// <summary>What a token's payload holds when it is believed.</summary>
    public static string Claims { get; } = $$"""
        {"iss":"{{Authority}}","aud":"{{ClientId}}","sub":"{8f8c2c2c-f0f0-4b6b-9c3f-4a1d6c1b7a11}","authenticationtype":"urn:grn:authn:no:bankid","socialno":"{{Digits}}","name":"Test Testesen","iat":{{Now()}},"nbf":{{Now()}},"exp":{{Now() + 1200}}}
        """;

    /// <summary>A token that is believed, for what is made of it by changing it.</summary>
    public static string Token { get; } = Signed("""{"typ":"JWT","alg":"RS256","kid":"rsa"}""", Claims, rsa: true);

    /// <summary>A token signed with the elliptic-curve key, which is fast, unless the other is asked for.</summary>
    public static string Signed(string header, string payload, bool rsa = false)
    {
        var input = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}";
        var bytes = Encoding.ASCII.GetBytes(input);
        var signature = rsa ? Rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) : Ec.SignData(bytes, HashAlgorithmName.SHA256);
        return $"{input}.{Base64Url.EncodeToString(signature)}";
    }

    public static PollResult Read(string idToken) => Read(OwnReader, idToken);

    public static PollResult Read(IdTokenReader reader, string idToken) =>
        reader.ReadAsync(Norwegian, Asked, Person, idToken, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>A reader that finds these documents at the provider.</summary>
    public static IdTokenReader ReaderOf(string discovery, string jwks)
    {
        var backChannel = ActivatorUtilities.CreateInstance<BackChannel>(Services, new Documents(discovery, jwks));
        return ActivatorUtilities.CreateInstance<IdTokenReader>(Services, ActivatorUtilities.CreateInstance<CallerAuth.Ciba.Discovery>(Services, backChannel));
    }

    private static long Now() => FixedTime.Clock.GetUtcNow().ToUnixTimeSeconds();

    private static string OwnKeys()
    {
        var rsa = Rsa.ExportParameters(includePrivateParameters: false);
        var ec = Ec.ExportParameters(includePrivateParameters: false).Q;
        return $$"""
            {"keys":[{"kty":"RSA","kid":"rsa","use":"sig","n":"{{Base64Url.EncodeToString(rsa.Modulus)}}","e":"{{Base64Url.EncodeToString(rsa.Exponent)}}"},
                     {"kty":"EC","kid":"ec","crv":"P-256","x":"{{Base64Url.EncodeToString(ec.X)}}","y":"{{Base64Url.EncodeToString(ec.Y)}}"}]}
            """;
    }

    private static Claimant Claim()
    {
        var hasher = Services.GetRequiredService<NationalIdHasher>();
        var today = DateOnly.FromDateTime(FixedTime.Clock.GetUtcNow().Date);
        return NationalId.TryParse(Digits, NationalIdKind.Fodselsnummer, new NationalIdRules { AllowSynthetic = true }, today, out var asked, out _)
            ? new Claimant("no-bankid", hasher.Hash(asked), hasher.HashBirthDate(asked))
            : throw new InvalidOperationException("The fixture is no national ID.");
    }

    private static ServiceProvider Build()
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Ciba:Authority"] = Authority,
            ["Ciba:ClientId"] = ClientId,
            ["Ciba:ClientAuthentication"] = ClientAuthentication.ClientSecretBasic,
            ["Ciba:ClientSecret"] = "secret-of-this-fixture",
            ["Ciba:IdTokenSigningAlgorithms:0"] = "RS256",
            ["Ciba:IdTokenSigningAlgorithms:1"] = "ES256",
            ["Ciba:IdTokenSigningAlgorithms:2"] = "PS256",
        };
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddLogging();
        services.AddSingleton<TimeProvider>(FixedTime.Clock);
        services.AddSingleton(new NationalIdHasher([.. Enumerable.Range(1, 32).Select(i => (byte)i)]));
        services.AddCibaClient();
        return services.BuildServiceProvider();
    }

    private sealed class Documents(string discovery, string jwks) : HttpMessageHandler, IHttpMessageHandlerFactory
    {
        public HttpMessageHandler CreateHandler(string name) => this;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var isDiscovery = request.RequestUri!.AbsolutePath.EndsWith("/openid-configuration", StringComparison.Ordinal);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(isDiscovery ? discovery : jwks) });
        }
    }
}
