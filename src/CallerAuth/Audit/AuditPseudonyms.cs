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

    private readonly byte[] _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, options.Value.Key(), 32, info: "callerauth audit v1"u8.ToArray());

    public string Of(NationalIdHash person) => Of($"person:{person.Value}");

    public string Of(CallingNumberHash callingNumber) => Of($"calling-number:{callingNumber.Value}");

    private string Of(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)))[..Length];
}
