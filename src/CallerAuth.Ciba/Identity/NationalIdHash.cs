using System.Diagnostics;

namespace CallerAuth.Identity;

/// <summary>A national ID as it may be remembered: its HMAC-SHA256 under the installation's key. It recognises a number and does not give it back.</summary>
[DebuggerDisplay("{ToString(),nq}")]
internal sealed record NationalIdHash
{
    private NationalIdHash(string value) => Value = value;

    /// <summary>64 lower-case hexadecimal digits, for the store.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string Value { get; }

    public static NationalIdHash Parse(string text) =>
        KeyedHash.IsWellFormed(text) ? new(text) : throw new FormatException("Not a national ID hash.");

    public override string ToString() => "NationalIdHash(***)";
}
