using System.Text.Json;

namespace CallerAuth.Ciba.EIds;

/// <summary>What every eID must hold to be asked for and believed, whoever wrote it down.</summary>
internal static class EIdRules
{
    private const int MaxAttemptsOfAll = 10;

    public static IEnumerable<string> FaultsIn(EId eid)
    {
        var key = $"{EIdOptions.Section}:{eid.Name}";

        if (eid.Name.Length == 0 || !eid.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-'))
            yield return $"{key}: the name may hold letters, digits and hyphens only";
        if (string.IsNullOrWhiteSpace(eid.SpokenName))
            yield return $"{key}:SpokenName: empty; write what the caller hears";
        if (string.IsNullOrWhiteSpace(eid.AcrValues))
            yield return $"{key}:AcrValues: missing; write the provider's acr_values of this eID";
        if (!eid.Scope.Split(' ').Contains("openid", StringComparer.Ordinal))
            yield return $"{key}:Scope: must hold the word openid (CIBA Core §7.1)";
        if (!eid.LoginHint.Contains(EId.NationalIdPlaceholder, StringComparison.Ordinal))
            yield return $"{key}:LoginHint: must hold {EId.NationalIdPlaceholder}, where the national ID goes";
        if (string.IsNullOrWhiteSpace(eid.NationalIdClaim))
            yield return $"{key}:NationalIdClaim: missing; name the claim that holds the national ID";
        if (eid.AcceptedAuthenticationTypes.Count == 0 || eid.AcceptedAuthenticationTypes.Any(string.IsNullOrWhiteSpace))
            yield return $"{key}:AcceptedAuthenticationTypes: must name at least one value and no empty one";
        if (eid.MaxAttempts is < 1 or > MaxAttemptsOfAll)
            yield return $"{key}:MaxAttempts: {eid.MaxAttempts} is not between 1 and {MaxAttemptsOfAll}";
        if (!AuthorizationDetailsAreWellFormed(eid.AuthorizationDetails))
            yield return $"{key}:AuthorizationDetails: must be empty or a JSON array of objects that each have a \"type\" (RFC 9396 §2)";
    }

    private static bool AuthorizationDetailsAreWellFormed(string template)
    {
        if (template.Length == 0)
            return true;

        try
        {
            using var details = JsonDocument.Parse(template);
            return details.RootElement.ValueKind == JsonValueKind.Array
                && details.RootElement.GetArrayLength() > 0
                && details.RootElement.EnumerateArray().All(detail =>
                    detail.ValueKind == JsonValueKind.Object && detail.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
