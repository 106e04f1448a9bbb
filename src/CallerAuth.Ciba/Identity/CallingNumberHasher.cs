using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace CallerAuth.Identity;

/// <summary>
/// Turns calling numbers into keyed hashes, under a key of their own that is derived from the installation's. Callers who withhold
/// their number cannot be told apart, so each line has one hash for all of them.
/// </summary>
internal sealed class CallingNumberHasher
{
    /// <summary>What stands in Twilio's <c>From</c> instead of a number; the digits are the same words on a keypad.</summary>
    private static readonly HashSet<string> Withheld = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "anonymous", "blocked", "private", "restricted", "unavailable", "unknown",
        "+266696687", "+2562533", "+7748283", "+7378742833", "+86282452253", "+8656696",
    };

    private readonly byte[] _key;

    public CallingNumberHasher(IOptions<PrivacyOptions> options)
        : this(options.Value.Key())
    {
    }

    /// <param name="secret">The installation's, or one that it had before.</param>
    public CallingNumberHasher(byte[] secret) => _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: "callerauth calling number v1"u8.ToArray());

    public CallingNumberHash Hash(string callingNumber, string calledNumber) =>
        Withheld.Contains(callingNumber.Trim()) ? HashText($"withheld:{calledNumber}") : Hash(callingNumber);

    /// <summary>Of a number that is known.</summary>
    public CallingNumberHash Hash(string number) => HashText($"number:{number.Trim()}");

    private CallingNumberHash HashText(string text) => CallingNumberHash.Parse(Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text))));
}
