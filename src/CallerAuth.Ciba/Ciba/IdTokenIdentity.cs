using System.Globalization;
using System.Text.Json;
using CallerAuth.Identity;

namespace CallerAuth.Ciba;

/// <summary>Takes out of a believed id_token what it says of the person, within bounds: it will travel into task attributes and headers.</summary>
internal static class IdTokenIdentity
{
    public const int MaxClaims = 32;
    public const int MaxNameLength = 64;
    public const int MaxValueLength = 256;

    /// <summary>About the token and the session, not about the person.</summary>
    private static readonly HashSet<string> Protocol = new(StringComparer.Ordinal)
    {
        "iss", "aud", "azp", "sub", "jti", "sid", "nonce", "acr", "at_hash", "c_hash", "sessionindex", "session_state", "identityscheme", "nameidentifier",
        "authenticationtype", "authenticationmethod", "authenticationinstant", "ipaddress", "evidence", "ocspResponse",
        "urn:openid:params:jwt:claim:auth_req_id", "urn:openid:params:jwt:claim:rt_hash",
    };

    public static VerifiedIdentity Of(EId eid, IdToken token) =>
        new(eid.Name, AuthenticationTypeOf(token)!, AuthenticatedAt(token), token.TextOf("sub")!, ClaimsOf(eid, token));

    /// <summary>Idura says in <c>authenticationtype</c> what others say in <c>acr</c>.</summary>
    public static string? AuthenticationTypeOf(IdToken token) => token.TextOf(token.Has("authenticationtype") ? "authenticationtype" : "acr");

    // The moment the token was issued where it does not say, or claims a moment after that.
    private static DateTimeOffset AuthenticatedAt(IdToken token)
    {
        var issuedAt = DateTimeOffset.FromUnixTimeMilliseconds((long)(token.TimeOf("iat")!.Value * 1000));
        if (token.TimeOf("auth_time") is > 0 and { } authTime && authTime * 1000 <= issuedAt.ToUnixTimeMilliseconds())
            return DateTimeOffset.FromUnixTimeMilliseconds((long)(authTime * 1000));

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(token.TextOf("authenticationinstant"), CultureInfo.InvariantCulture, Utc, out var instant) && instant <= issuedAt ? instant : issuedAt;
    }

    private static Dictionary<string, string> ClaimsOf(EId eid, IdToken token)
    {
        var claims = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var claim in token.Claims)
        {
            if (claims.Count == MaxClaims)
                break;
            if (claim.Name.Length <= MaxNameLength && !Protocol.Contains(claim.Name) && TextOf(claim.Value) is { } value)
                claims[claim.Name] = value;
        }

        // A national ID deep inside the token is handed on under the name the eID gives it.
        if (token.Find(eid.NationalIdClaim) is { } nationalId && TextOf(nationalId) is { } digits)
            claims[eid.NationalIdClaim] = digits;
        return claims;
    }

    private static string? TextOf(JsonElement claim) =>
        claim.ValueKind == JsonValueKind.String && claim.GetString() is { Length: > 0 and <= MaxValueLength } text && !text.Any(char.IsControl) ? text : null;
}
