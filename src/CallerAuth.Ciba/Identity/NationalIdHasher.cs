using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CallerAuth.Identity;

/// <summary>
/// Turns national IDs into keyed hashes and compares claims with them in fixed time. Keyed, because a plain hash of eleven digits is guessed in seconds.
/// </summary>
internal sealed class NationalIdHasher
{
    /// <summary>As long as the hash itself (RFC 2104 §3 discourages less).</summary>
    public const int MinKeyLength = 32;

    private readonly byte[][] _keys;

    /// <param name="key">Makes the hashes.</param>
    /// <param name="others">With these a hash may have been made that is compared now: by us a while ago, or by another instance.</param>
    public NationalIdHasher(byte[] key, params byte[][] others)
    {
        _keys = [.. others.Prepend(key).Select(one => one.ToArray())];
        if (Array.Find(_keys, one => one.Length < MinKeyLength) is { } tooShort)
            throw new ArgumentException($"A key of the national ID hash has {tooShort.Length} bytes; it needs at least {MinKeyLength}.", nameof(key));
    }

    public NationalIdHash Hash(NationalId nationalId) => NationalIdHash.Parse(HashNumber(_keys[0], nationalId.Kind, nationalId.Reveal()));

    /// <summary>Whether a claim of the id_token is the number that was hashed. Nothing is trimmed or reshaped: another spelling is another person.</summary>
    public bool Matches(NationalIdHash hash, NationalIdKind kind, string claim) => _keys.Any(key => AreEqual(hash.Value, HashNumber(key, kind, claim)));

    /// <summary>Null where the number holds no date.</summary>
    public BirthDateHash? HashBirthDate(NationalId nationalId) =>
        nationalId.BirthDate is { } birthDate ? BirthDateHash.Parse(HashBirthDate(_keys[0], Hash(nationalId), birthDate)) : null;

    /// <summary>
    /// Whether a <c>birthdate</c> claim (ISO 8601, yyyy-MM-dd) agrees with the date inside the number, by day, month and two digits of the year: the number holds no more.
    /// </summary>
    public bool MatchesBirthDate(BirthDateHash hash, NationalIdHash nationalIdHash, string claim) =>
        DateOnly.TryParseExact(claim, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        && _keys.Any(key => AreEqual(hash.Value, HashBirthDate(key, nationalIdHash, date.ToString("ddMMyy", CultureInfo.InvariantCulture))));

    private static string HashNumber(byte[] key, NationalIdKind kind, string digits) => Hmac(key, $"{kind}:{digits}");

    private static string HashBirthDate(byte[] key, NationalIdHash nationalIdHash, string birthDate) => Hmac(key, $"birthdate:{nationalIdHash.Value}:{birthDate}");

    private static string Hmac(byte[] key, string text) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));

    private static bool AreEqual(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(one), Encoding.ASCII.GetBytes(other));
}
