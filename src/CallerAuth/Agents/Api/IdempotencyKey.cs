using System.Diagnostics.CodeAnalysis;

namespace CallerAuth.Agents.Api;

/// <summary>The header by which a client names a request that it may send again (draft-ietf-httpapi-idempotency-key-header §2.1): a structured text, taken without its quotation marks too.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    public const int LengthMax = 255;

    public static bool TryRead(HttpRequest request, [NotNullWhen(true)] out string? key)
    {
        key = request.Headers[Header] is [{ } one] ? Unquoted(one.Trim()) : null;
        return key is { Length: > 0 and <= LengthMax } && key.All(c => c is > ' ' and < (char)127 and not ('"' or '\\'));
    }

    private static string Unquoted(string text) => text is ['"', .. var inner, '"'] ? inner : text;
}
