using System.Security.Cryptography;
using System.Text;

namespace CallerAuth.Store;

/// <summary>
/// A secret of the settings as a master key, and the id by which a box tells that it was made with it. The key of a record is derived from it
/// by the counter KDF of NIST SP 800-108 with the record's name as context.
/// </summary>
internal sealed class SealingKey(byte[] secret)
{
    /// <summary>It only saves trying the other secrets: which one it was, the tag tells.</summary>
    public const int IdLength = 2;

    private const int KeyLength = 32;
    private const int UsualName = 256;

    private readonly byte[] _id = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, IdLength, info: "callerauth store key id v2"u8.ToArray());
    private readonly byte[] _master = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeyLength, info: "callerauth store v2"u8.ToArray());

    public ReadOnlySpan<byte> Id => _id;

    public bool HasId(ReadOnlySpan<byte> box) => box.StartsWith(_id);

    public AesGcm CipherOf(string name, int tagLength)
    {
        Span<byte> context = stackalloc byte[UsualName];
        context = Encoding.UTF8.TryGetBytes(name, context, out var length) ? context[..length] : Encoding.UTF8.GetBytes(name);
        Span<byte> key = stackalloc byte[KeyLength];
        try
        {
            SP800108HmacCounterKdf.DeriveBytes(_master, HashAlgorithmName.SHA256, "CallerAuth.Store"u8, context, key);
            return new AesGcm(key, tagLength);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
