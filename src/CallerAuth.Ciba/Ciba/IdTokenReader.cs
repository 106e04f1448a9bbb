using System.Security.Cryptography;
using System.Text.Json;
using CallerAuth.Identity;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace CallerAuth.Ciba;

/// <summary>
/// Decides whether an id_token is believed (OpenID Connect Core §3.1.3.7, and more where CIBA brings no nonce) and whether it is about the person who was asked for.
/// Only the signature is left to the library: its validation lets pass an old <c>iat</c>, a missing <c>iat</c> or <c>sub</c> and audiences beside ours,
/// and two parsers of one token may disagree.
/// </summary>
internal sealed partial class IdTokenReader(
    Discovery discovery,
    NationalIdHasher hasher,
    IOptions<CibaOptions> options,
    TimeProvider timeProvider,
    ILogger<IdTokenReader> logger)
{
    private const string AuthReqIdClaim = "urn:openid:params:jwt:claim:auth_req_id";
    private const int MinRsaBits = 2048;

    /// <summary>OpenID Connect Core §2; it travels on with the call.</summary>
    private const int MaxSubjectLength = 255;

    /// <summary>Gives <see cref="PollResult.Approved"/>, <see cref="PollResult.Mismatch"/>, or <see cref="PollResult.Failed"/> with the name of the first check that was not passed.</summary>
    public async Task<PollResult> ReadAsync(EId eid, AuthReqId authReqId, Claimant claimant, string idToken, CancellationToken cancellationToken)
    {
        if (!IdToken.TryParse(idToken, out var token, out var fault))
            return NotBelieved(eid, fault);

        fault = FaultInHeader(token) ?? await FaultInSignatureAsync(token, cancellationToken) ?? FaultInClaims(eid, authReqId, token);
        if (fault is not null)
            return NotBelieved(eid, fault);

        if (!IsAbout(claimant, eid, token))
        {
            LogMismatch(eid.Name);
            return new PollResult.Mismatch();
        }

        return new PollResult.Approved(IdTokenIdentity.Of(eid, token));
    }

    private string? FaultInHeader(IdToken token)
    {
        if (token.Algorithm is not { } algorithm || !options.Value.AllowedIdTokenAlgorithms.Contains(algorithm, StringComparer.Ordinal))
            return "alg";
        if (token.HasCriticalExtensions)
            return "crit";
        // Another kind of token of the same provider (an access token, a logout token) is no id_token.
        return token.Type is null || token.Type.Equals("JWT", StringComparison.OrdinalIgnoreCase) ? null : "typ";
    }

    private async Task<string?> FaultInSignatureAsync(IdToken token, CancellationToken cancellationToken)
    {
        var provider = await discovery.GetAsync(cancellationToken);
        var fault = FaultInSignature(token, provider);
        if (fault is null)
            return null;

        // The provider may have changed its keys since we fetched them, and this token will not come again.
        var refreshed = await discovery.RefreshAsync(provider, cancellationToken);
        return ReferenceEquals(refreshed, provider) ? fault : FaultInSignature(token, refreshed);
    }

    private static string? FaultInSignature(IdToken token, ProviderMetadata provider)
    {
        var keys = KeysFor(token, provider);
        if (keys.Length == 0)
            return "key";

        return keys.Any(key => IsSignedBy(key, token)) ? null : "signature";
    }

    private static bool IsSignedBy(JsonWebKey key, IdToken token)
    {
        var factory = CryptoProviderFactory.Default;
        SignatureProvider? verifier = null;
        try
        {
            verifier = factory.CreateForVerifying(key, token.Algorithm);
            return verifier.Verify(token.SigningInput, token.Signature);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or InvalidOperationException or CryptographicException or FormatException)
        {
            // A key that cannot be used has signed nothing.
            return false;
        }
        finally
        {
            if (verifier is not null)
                factory.ReleaseSignatureProvider(verifier);
        }
    }

    /// <summary>The keys that may have signed: of the algorithm's own kind, meant for signatures, and named by the token. A token that names none is read only where there is no choice.</summary>
    private static JsonWebKey[] KeysFor(IdToken token, ProviderMetadata provider)
    {
        JsonWebKey[] fitting = [.. provider.Keys.Where(key => Fits(key, token.Algorithm!))];
        if (token.KeyId is { } kid)
            return [.. fitting.Where(key => key.Kid == kid)];
        return fitting.Length == 1 ? fitting : [];
    }

    private static bool Fits(JsonWebKey key, string algorithm) =>
        key.Use is null or "" or "sig"
        && (key.Alg is null or "" || key.Alg == algorithm)
        && (algorithm == "ES256" ? key is { Kty: "EC", Crv: "P-256" } : key.Kty == "RSA" && key.KeySize >= MinRsaBits);

    private string? FaultInClaims(EId eid, AuthReqId authReqId, IdToken token)
    {
        var client = options.Value;
        if (token.TextOf("iss") != client.ExpectedIssuer)
            return "iss";

        // An audience beside ours is one we have no reason to trust.
        var audiences = token.Audiences();
        if (audiences.Count == 0 || audiences.Any(audience => audience != client.ClientId))
            return "aud";
        if (token.Has("azp") && token.TextOf("azp") != client.ClientId)
            return "azp";
        if (FaultInTimes(token, client) is { } fault)
            return fault;
        if (token.TextOf("sub") is not { Length: > 0 and <= MaxSubjectLength } sub || sub.Any(char.IsControl))
            return "sub";
        if (token.Has(AuthReqIdClaim) && token.TextOf(AuthReqIdClaim) != authReqId.Value)
            return "auth_req_id";
        return IdTokenIdentity.AuthenticationTypeOf(token) is { } type && eid.AcceptedAuthenticationTypes.Contains(type, StringComparer.Ordinal) ? null : "authenticationtype";
    }

    private string? FaultInTimes(IdToken token, CibaOptions client)
    {
        var now = timeProvider.GetUtcNow().ToUnixTimeMilliseconds() / 1000d;
        var skew = client.ClockSkew.TotalSeconds;

        if (token.TimeOf("exp") is not { } exp || exp + skew <= now)
            return "exp";
        if (token.Has("nbf") && (token.TimeOf("nbf") is not { } nbf || nbf - skew > now))
            return "nbf";
        if (token.TimeOf("iat") is not { } iat || iat - skew > now || iat + client.MaxTokenAge.TotalSeconds + skew < now)
            return "iat";
        return null;
    }

    private bool IsAbout(Claimant claimant, EId eid, IdToken token)
    {
        if (token.Find(eid.NationalIdClaim) is { } nationalId)
            return TextOf(nationalId) is { } digits && hasher.Matches(claimant.NationalIdHash, eid.NationalIdKind, digits);

        return !options.Value.RequireNationalIdClaim
            && eid.BirthDateClaim is not null
            && claimant.BirthDateHash is not null
            && token.Find(eid.BirthDateClaim) is { } birthDate
            && TextOf(birthDate) is { } date
            && hasher.MatchesBirthDate(claimant.BirthDateHash, claimant.NationalIdHash, date);
    }

    private static string? TextOf(JsonElement claim) => claim.ValueKind == JsonValueKind.String ? claim.GetString() : null;

    private PollResult.Failed NotBelieved(EId eid, string check)
    {
        LogNotBelieved(eid.Name, check);
        return new PollResult.Failed($"id_token: {check}");
    }

    [LoggerMessage(5021, LogLevel.Warning, "An id_token for {EId} was not believed: it did not pass the check of {Check}.")]
    private partial void LogNotBelieved(string eId, string check);

    [LoggerMessage(5022, LogLevel.Warning, "An id_token for {EId} was not about the person who was asked for.")]
    private partial void LogMismatch(string eId);
}
