using Microsoft.IdentityModel.Tokens;

namespace CallerAuth.Simulator.Provider;

/// <summary>How this provider was set up: its pace and which of Idura's two dialects it speaks.</summary>
internal sealed record ProviderOptions
{
    /// <summary>Idura answers 3 for both BankIDs; null leaves <c>interval</c> out, and the client must assume 5 (CIBA Core 7.3).</summary>
    public int? IntervalSeconds { get; init; } = 3;

    public int SwedishExpirySeconds { get; init; } = 120;

    public int NorwegianExpirySeconds { get; init; } = 900;

    /// <summary>Before February 2026 Idura took <c>callInitiator</c> as a plain form parameter and no <c>authorization_details</c>.</summary>
    public bool LegacyCallInitiator { get; init; }

    /// <summary>The order was placed with legal basis for <c>socialno</c>; without it a Norwegian token has only a birth date.</summary>
    public bool GivesSocialno { get; init; } = true;
}

/// <summary>
/// A confidential client: its id and either the public key it signs assertions with or its secret; and where it wants to be notified, if it is registered for ping mode (CIBA Core 4).
/// </summary>
internal sealed record RegisteredClient(string ClientId, JsonWebKey? PublicKey = null, string? Secret = null, Uri? NotificationEndpoint = null)
{
    /// <summary>A second key that is good as well, while the first is being changed.</summary>
    public JsonWebKey? NextKey { get; init; }

    public IEnumerable<SecurityKey> Keys => new[] { PublicKey, NextKey }.OfType<SecurityKey>();
}
