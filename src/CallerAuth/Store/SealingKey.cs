using System.Security.Cryptography;

namespace CallerAuth.Store;

/// <summary>
/// A secret of the settings as a master key, and the id by which a box tells that it was made with it. What seals is derived from it for each
/// <see cref="SealingTerm"/>.
/// </summary>
internal sealed class SealingKey(byte[] secret)
{
    /// <summary>It only saves trying the other secrets: which one it was, the tag tells.</summary>
    public const int IdLength = 2;

    private const int KeyLength = 32;

    private readonly byte[] _id = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, IdLength, info: "callerauth store key id v3"u8.ToArray());
    private readonly byte[] _master = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeyLength, info: "callerauth store v3"u8.ToArray());

    public ReadOnlySpan<byte> Id => _id;

    public bool HasId(ReadOnlySpan<byte> box) => box.StartsWith(_id);

    /// <summary>The key of a term, by the counter KDF of NIST SP 800-108 with the term's salt as context.</summary>
    public byte[] Derive(ReadOnlySpan<byte> salt) => SP800108HmacCounterKdf.DeriveBytes(_master, HashAlgorithmName.SHA256, "CallerAuth.Store"u8, salt, KeyLength);
}
