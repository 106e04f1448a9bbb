namespace CallerAuth.Ciba;

/// <summary>The OpenID provider and how we prove to it who we are.</summary>
internal sealed class CibaOptions
{
    public const string Section = "Ciba";

    /// <summary>The provider's address; its discovery document lies below it. At Idura: the domain.</summary>
    public string Authority { get; set; } = "";

    /// <summary>Expected <c>iss</c> of tokens and <c>aud</c> of client assertions; empty means the authority. Set it where the provider's issuer is spelt otherwise, such as with a slash at its end.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>Empty: as the discovery document says, else Idura's path below the authority.</summary>
    public string BackchannelAuthenticationEndpoint { get; set; } = "";

    /// <summary>Empty: as the discovery document says.</summary>
    public string TokenEndpoint { get; set; } = "";

    public string ClientId { get; set; } = "";

    /// <summary>One of the words in <see cref="Ciba.ClientAuthentication"/>.</summary>
    public string ClientAuthentication { get; set; } = Ciba.ClientAuthentication.PrivateKeyJwt;

    /// <summary>A file with one private key, PEM or JWK.</summary>
    public string PrivateKeyPath { get; set; } = "";

    /// <summary>The assertion's <c>kid</c>; empty: the JWK's own, else the key's thumbprint (RFC 7638).</summary>
    public string KeyId { get; set; } = "";

    /// <summary>RS256 (Idura), PS256 or ES256.</summary>
    public string SigningAlgorithm { get; set; } = "RS256";

    public string ClientSecret { get; set; } = "";

    /// <summary>Refuse a token that does not hold the national ID, also where a birth date could stand in.</summary>
    public bool RequireNationalIdClaim { get; set; }

    /// <summary>The algorithms the provider is registered to sign our id_tokens with; empty means RS256.</summary>
    public IList<string> IdTokenSigningAlgorithms { get; } = [];

    /// <summary>How long a poll may take: CIBA Core §10.1 asks a client to be ready for a provider that answers after 30 s.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long bc-authorize may take, discovery included: a caller listens to the silence.</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(10);

    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>An id_token comes fresh with the answer to a poll; an older one is somebody else's.</summary>
    public TimeSpan MaxTokenAge { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>As the client is registered at the provider.</summary>
    public TokenDelivery TokenDelivery { get; set; }

    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The most connections that are open at once; more requests wait for one. Without a bound a provider that grows slow is buried under connections, and does not recover.</summary>
    public int MaxConnections { get; set; } = 256;

    public ProviderProtocol Protocol { get; set; }

    public Breaker CircuitBreaker { get; set; } = new();

    public string ExpectedIssuer => Issuer.Length > 0 ? Issuer : Authority.TrimEnd('/');

    public IReadOnlyCollection<string> AllowedIdTokenAlgorithms => IdTokenSigningAlgorithms.Count > 0 ? [.. IdTokenSigningAlgorithms] : ["RS256"];

    /// <summary>When the provider counts as being in trouble: time-outs, lost connections, 5xx, 429. What it answers to a question, refusals included, is none.</summary>
    internal sealed class Breaker
    {
        public int FailurePercent { get; set; } = 50;

        /// <summary>Fewer requests than this tell nothing.</summary>
        public int MinimumThroughput { get; set; } = 10;

        public TimeSpan SamplingDuration { get; set; } = TimeSpan.FromSeconds(30);

        public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(5);
    }
}
