using System.Diagnostics;

namespace CallerAuth.Identity;

/// <summary>The birth date inside a national ID as it may be remembered: keyed, and bound to that number's hash, so that equal birthdays do not show across people.</summary>
[DebuggerDisplay("{ToString(),nq}")]
internal sealed record BirthDateHash
{
    private BirthDateHash(string value) => Value = value;

    /// <summary>64 lower-case hexadecimal digits, for the store.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string Value { get; }

    public static BirthDateHash Parse(string text) =>
        KeyedHash.IsWellFormed(text) ? new(text) : throw new FormatException("Not a birth date hash.");

    public override string ToString() => "BirthDateHash(***)";
}
