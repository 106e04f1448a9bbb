using System.Security.Cryptography;
using System.Text;
using CallerAuth.Identity;
using Microsoft.Extensions.Options;

namespace CallerAuth.Audit;

/// <summary>
/// What stands for a person or a calling number in the audit trail: a keyed hash of the keyed hash, under a key of its own that is
/// derived from <c>Privacy:NationalIdHashKey</c>. So the trail cannot be joined with the other keys of the store, and who holds key
/// and number still finds all records of one person.
/// </summary>
internal sealed class AuditPseudonyms(IOptions<PrivacyOptions> options)
{
    /// <summary>128 of 256 bits: no two people will meet, and a line stays readable.</summary>
    private const int Length = 32;

    private readonly byte[] _key = KeyFrom(options.Value.Key());

    public string Of(NationalIdHash person) => Of(_key, person);

    public string Of(CallingNumberHash callingNumber) => Of(_key, callingNumber);

    /// <summary>Under the key and under each of the others: the trail is older than they may be.</summary>
    public IReadOnlySet<string> AllOf(NationalId person) =>
        options.Value.Keys().Select(key => Of(KeyFrom(key), new NationalIdHasher(key).Hash(person))).ToHashSet(StringComparer.Ordinal);

    /// <summary>The same for a telephone, whether it called or was called.</summary>
    public IReadOnlySet<string> AllOf(string number) =>
        options.Value.Keys().Select(key => Of(KeyFrom(key), new CallingNumberHasher(key).Hash(number))).ToHashSet(StringComparer.Ordinal);

    private static byte[] KeyFrom(byte[] secret) => HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: "callerauth audit v1"u8.ToArray());

    private static string Of(byte[] key, NationalIdHash person) => Of(key, $"person:{person.Value}");

    private static string Of(byte[] key, CallingNumberHash number) => Of(key, $"calling-number:{number.Value}");

    private static string Of(byte[] key, string text) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)))[..Length];
}
