using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace CallerAuth.Identity;

/// <summary>
/// The provider's id of one authentication request (CIBA Core §7.3): A–Z, a–z, 0–9, ".", "-" and "_". Whoever has it and our client's key may redeem it, so it does not print.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
internal sealed record AuthReqId
{
    /// <summary>The specification sets none; this is far above any id seen and far below what would trouble the store.</summary>
    public const int MaxLength = 1024;

    private AuthReqId(string value) => Value = value;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string Value { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out AuthReqId? authReqId)
    {
        authReqId = text is { Length: >= 1 and <= MaxLength } && text.All(IsAllowed) ? new(text) : null;
        return authReqId is not null;
    }

    public static AuthReqId Parse(string text) =>
        TryParse(text, out var authReqId) ? authReqId : throw new FormatException("Not an auth_req_id.");

    public override string ToString() => "AuthReqId(***)";

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_';
}
