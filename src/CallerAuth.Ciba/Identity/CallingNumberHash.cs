using System.Diagnostics;

namespace CallerAuth.Identity;

/// <summary>A calling number as it may be remembered: its HMAC-SHA256 under the installation's key.</summary>
[DebuggerDisplay("{ToString(),nq}")]
internal sealed record CallingNumberHash
{
    private CallingNumberHash(string value) => Value = value;

    /// <summary>64 lower-case hexadecimal digits, for the store.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string Value { get; }

    public static CallingNumberHash Parse(string text) =>
        KeyedHash.IsWellFormed(text) ? new(text) : throw new FormatException("Not a calling number hash.");

    public override string ToString() => "CallingNumberHash(***)";
}
