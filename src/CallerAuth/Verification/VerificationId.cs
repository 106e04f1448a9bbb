using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using CallerAuth.Identity;
using CallerAuth.Store;

namespace CallerAuth.Verification;

/// <summary>
/// Names one verification. It begins with the shard of the person's keyed hash, so that the record and the
/// person's lock lie in one slot of the store and anybody who holds the id can find them.
/// </summary>
[JsonConverter(typeof(VerificationIdJsonConverter))]
internal readonly record struct VerificationId
{
    private const int ShardLength = 2;
    private const int RandomLength = 24;

    private VerificationId(string value) => Value = value;

    public string Value { get; }

    public int Shard => int.Parse(Value.AsSpan(0, ShardLength), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    public static VerificationId New(NationalIdHash person) =>
        new(ShardOf(person).ToString("x2", CultureInfo.InvariantCulture) + RandomNumberGenerator.GetHexString(RandomLength, lowercase: true));

    /// <returns>False for anything that <see cref="New"/> cannot have made.</returns>
    public static bool TryParse(string? text, out VerificationId id)
    {
        id = default;
        if (text is not { Length: ShardLength + RandomLength } || !text.All(char.IsAsciiHexDigitLower))
            return false;
        id = new VerificationId(text);
        return id.Shard < Keys.ShardCount;
    }

    public override string ToString() => Value;

    // FNV-1a: stable over processes and versions, unlike string.GetHashCode.
    private static int ShardOf(NationalIdHash person)
    {
        var hash = 2166136261u;
        foreach (var c in person.Value)
            hash = (hash ^ c) * 16777619u;
        return (int)(hash % Keys.ShardCount);
    }
}
