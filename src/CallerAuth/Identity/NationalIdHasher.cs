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

    private readonly byte[] _key;

    public NationalIdHasher(byte[] key)
    {
        if (key.Length < MinKeyLength)
            throw new ArgumentException($"The key of the national ID hash has {key.Length} bytes; it needs at least {MinKeyLength}.", nameof(key));
        _key = [.. key];
    }

    public NationalIdHash Hash(NationalId nationalId) => NationalIdHash.Parse(HashNumber(nationalId.Kind, nationalId.Reveal()));

    /// <summary>Whether a claim of the id_token is the number that was hashed. Nothing is trimmed or reshaped: another spelling is another person.</summary>
    public bool Matches(NationalIdHash hash, NationalIdKind kind, string claim) => AreEqual(hash.Value, HashNumber(kind, claim));

    /// <summary>Null where the number holds no date.</summary>
    public BirthDateHash? HashBirthDate(NationalId nationalId) =>
        nationalId.BirthDate is { } birthDate ? BirthDateHash.Parse(HashBirthDate(Hash(nationalId), birthDate)) : null;

    /// <summary>
    /// Whether a <c>birthdate</c> claim (ISO 8601, yyyy-MM-dd) agrees with the date inside the number, by day, month and two digits of the year: the number holds no more.
    /// </summary>
    public bool MatchesBirthDate(BirthDateHash hash, NationalIdHash nationalIdHash, string claim) =>
        DateOnly.TryParseExact(claim, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        && AreEqual(hash.Value, HashBirthDate(nationalIdHash, date.ToString("ddMMyy", CultureInfo.InvariantCulture)));

    private string HashNumber(NationalIdKind kind, string digits) => Hmac($"{kind}:{digits}");

    private string HashBirthDate(NationalIdHash nationalIdHash, string birthDate) => Hmac($"birthdate:{nationalIdHash.Value}:{birthDate}");

    private string Hmac(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)));

    private static bool AreEqual(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(one), Encoding.ASCII.GetBytes(other));
}
