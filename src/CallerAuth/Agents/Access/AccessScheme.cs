namespace CallerAuth.Agents.Access;

/// <summary>Names of the ways in. None is anybody's default: the console and the voice have their own.</summary>
internal static class AccessScheme
{
    /// <summary>Chooses between the other two by what is shown.</summary>
    public const string Api = "api";

    public const string Key = "api-key";
    public const string Token = "api-token";

    public const string KeyHeader = "X-Api-Key";

    private const string Bearer = "Bearer ";

    /// <summary>A key in the place of a token is known by its beginning.</summary>
    public static string For(HttpRequest request, ApiOptions options) =>
        request.Headers.ContainsKey(KeyHeader) || options.Authority.Length == 0 || BearerIn(request)?.StartsWith(ApiKey.Prefix, StringComparison.Ordinal) == true ? Key : Token;

    /// <returns>What is shown in <c>Authorization: Bearer</c> (RFC 6750 §2.1), if anything.</returns>
    public static string? BearerIn(HttpRequest request) =>
        request.Headers.Authorization is [{ } one] && one.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? one[Bearer.Length..].Trim() : null;
}
