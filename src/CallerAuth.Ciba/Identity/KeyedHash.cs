using System.Diagnostics.CodeAnalysis;

namespace CallerAuth.Identity;

/// <summary>The text form of an HMAC-SHA256 value: 64 lower-case hexadecimal digits.</summary>
internal static class KeyedHash
{
    private const int Length = 64;

    public static bool IsWellFormed([NotNullWhen(true)] string? text) =>
        text is { Length: Length } && text.All(char.IsAsciiHexDigitLower);
}
