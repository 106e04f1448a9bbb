using System.Buffers;

namespace CallerAuth.Calls;

/// <summary>Twilio's names for things: two letters and 32 hex digits. What becomes a key of the store or part of an address is looked at first.</summary>
internal static class TwilioSid
{
    private const int Length = 34;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    public static bool IsCall(string text) => Is("CA", text);

    public static bool Is(string kind, string text) =>
        text.Length == Length && text.StartsWith(kind, StringComparison.Ordinal) && text.AsSpan(kind.Length).IndexOfAnyExcept(HexDigits) < 0;
}
