using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace CallerAuth.Ciba;

/// <summary>What we need of a provider's discovery document (OpenID Connect Discovery §3), with what is configured taking precedence, and its keys.</summary>
internal sealed record ProviderMetadata(Uri BackchannelAuthenticationEndpoint, Uri TokenEndpoint, Uri JwksUri, IReadOnlyList<JsonWebKey> Keys)
{
    /// <summary>Idura documents this path; used where a discovery document does not name the endpoint.</summary>
    private const string IduraBackchannelPath = "/ciba/bc-authorize";
    private const int MaxKeys = 64;

    public static ProviderMetadata Read(CibaOptions provider, JsonElement document)
    {
        // OpenID Connect Discovery §4.3: exactly ours, or the document speaks for somebody else.
        if (StrictJson.TextOf(document, "issuer") != provider.ExpectedIssuer)
            throw new ProviderUnavailableException($"the discovery document's issuer is not {provider.ExpectedIssuer}; if it should be, set Ciba:Issuer");

        // CIBA Core §4. Asked for pings that never come, callers would wait for the slower polls beside them.
        if (provider.TokenDelivery == TokenDelivery.Ping && !Offers(document, "ping"))
            throw new ProviderUnavailableException("the provider offers no ping mode (backchannel_token_delivery_modes_supported); set Ciba:TokenDelivery to Poll");

        var backchannel = StrictJson.TextOf(document, "backchannel_authentication_endpoint") ?? provider.Authority.TrimEnd('/') + IduraBackchannelPath;
        return new ProviderMetadata(
            Address(provider, provider.BackchannelAuthenticationEndpoint, backchannel, "backchannel_authentication_endpoint"),
            Address(provider, provider.TokenEndpoint, StrictJson.TextOf(document, "token_endpoint"), "token_endpoint"),
            Address(provider, "", StrictJson.TextOf(document, "jwks_uri"), "jwks_uri"),
            []);
    }

    public ProviderMetadata WithKeys(JsonElement jwks)
    {
        try
        {
            JsonWebKey[] keys = [.. new JsonWebKeySet(jwks.GetRawText()).Keys.Where(IsWellFormed).Take(MaxKeys)];
            return keys.Length > 0 ? this with { Keys = keys } : throw new ProviderUnavailableException("the provider publishes no keys");
        }
        catch (ArgumentException)
        {
            throw new ProviderUnavailableException("the provider's keys are no JWK set");
        }
    }

    private static bool Offers(JsonElement document, string mode) =>
        document.TryGetProperty("backchannel_token_delivery_modes_supported", out var modes) && modes.ValueKind == JsonValueKind.Array
        && modes.EnumerateArray().Any(offered => offered.ValueKind == JsonValueKind.String && offered.GetString() == mode);

    private static Uri Address(CibaOptions provider, string configured, string? discovered, string member)
    {
        if (configured.Length > 0)
            return new Uri(configured);

        // A provider reached by https has no business sending us to plain http, not even on this machine.
        if (ProviderAddress.TryParse(discovered, out var address) && (address.Scheme == "https" || provider.Authority.StartsWith("http:", StringComparison.OrdinalIgnoreCase)))
            return address;
        throw new ProviderUnavailableException($"the discovery document has no usable {member}");
    }

    // The key's size is read from its members, and members that cannot be read throw.
    private static bool IsWellFormed(JsonWebKey key)
    {
        try
        {
            return key.KeySize > 0;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return false;
        }
    }
}
