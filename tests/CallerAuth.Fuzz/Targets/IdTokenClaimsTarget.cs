using System.Text.Json;
using CallerAuth.Ciba;
using CallerAuth.Identity;

namespace CallerAuth.Fuzz.Targets;

/// <summary>A token that the provider did sign, whatever it holds: the header on the first line, then the payload.</summary>
internal static class IdTokenClaimsTarget
{
    private const int MostSubjectCharacters = 255;

    public static void Run(byte[] input)
    {
        var parts = Input.Lines(input, 2);
        Check(parts[0], parts[1]);
    }

    public static void Check(string header, string payload)
    {
        if (Provider.Read(Provider.Signed(header, payload)) is not PollResult.Approved approved)
            return;

        using var json = JsonDocument.Parse(payload);
        var claims = json.RootElement;
        Finding.Unless(claims.GetProperty("iss").GetString() == Provider.Authority, "another issuer was believed");
        Finding.Unless(
            claims.GetProperty("aud") is var aud && (aud.ValueKind == JsonValueKind.Array ? aud.EnumerateArray().All(IsOurs) : IsOurs(aud)),
            "another audience was believed");
        Finding.Unless(claims.GetProperty("exp").GetDouble() > Now() - 60, "an expired token was believed");
        Finding.Unless(Math.Abs(claims.GetProperty("iat").GetDouble() - Now()) <= 660, "an old token was believed");
        Finding.Unless(
            claims.TryGetProperty("socialno", out var socialno)
                ? socialno.GetString() == Provider.Digits
                : claims.GetProperty("birthdate").GetString()!.EndsWith("15-05-03", StringComparison.Ordinal),
            "a token about somebody else was believed");
        CheckIdentity(approved.Identity);
    }

    private static void CheckIdentity(VerifiedIdentity identity)
    {
        Finding.Unless(identity.Subject.Length is > 0 and <= MostSubjectCharacters && !identity.Subject.Any(char.IsControl), "a subject beyond OpenID Connect Core §2 travels on");
        Finding.Unless(Provider.Norwegian.AcceptedAuthenticationTypes.Contains(identity.Acr, StringComparer.Ordinal), "another way to authenticate was believed");
        Finding.Unless(identity.AuthenticatedAt <= FixedTime.Clock.GetUtcNow().AddMinutes(1), "authenticated in the future");
        Finding.Unless(identity.Claims.Count <= IdTokenIdentity.MaxClaims + 1, "more claims than are handed on");
        Finding.Unless(
            identity.Claims.All(claim => claim.Key.Length <= IdTokenIdentity.MaxNameLength && claim.Value.Length is > 0 and <= IdTokenIdentity.MaxValueLength && !claim.Value.Any(char.IsControl)),
            "a claim beyond its bounds travels on");
        Finding.Unless(!identity.ToString().Contains(identity.Subject, StringComparison.Ordinal), "an identity that prints");
    }

    private static bool IsOurs(JsonElement audience) => audience.GetString() == Provider.ClientId;

    private static double Now() => FixedTime.Clock.GetUtcNow().ToUnixTimeSeconds();
}
