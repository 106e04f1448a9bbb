using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CallerAuth.Identity;
using Microsoft.Extensions.Options;

namespace CallerAuth.Store;

/// <summary>
/// Seals what the store keeps about people (AES-256-GCM, NIST SP 800-38D), so that a copy of the store tells nobody who called.
/// The key is derived from <c>Privacy:NationalIdHashKey</c> and is never in the store; a seal holds only under the name it was made for.
/// </summary>
internal sealed class Sealer(IOptions<PrivacyOptions> options)
{
    private const byte Version = 1;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int Overhead = 1 + NonceLength + TagLength;

    private readonly byte[] _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, options.Value.Key(), 32, info: "callerauth store v1"u8.ToArray());

    public byte[] Seal<T>(T value, JsonTypeInfo<T> type, string name)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(value, type);
        var box = new byte[Overhead + plain.Length];
        box[0] = Version;
        var nonce = box.AsSpan(1, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagLength);
        aes.Encrypt(nonce, plain, box.AsSpan(Overhead), box.AsSpan(1 + NonceLength, TagLength), Encoding.UTF8.GetBytes(name));
        CryptographicOperations.ZeroMemory(plain);
        return box;
    }

    /// <exception cref="CryptographicException">The box was changed, sealed under another name or with another key.</exception>
    /// <exception cref="JsonException">It was sealed by a version that wrote another shape.</exception>
    public T Open<T>(ReadOnlySpan<byte> box, JsonTypeInfo<T> type, string name)
    {
        if (box.Length < Overhead || box[0] != Version)
            throw new CryptographicException("Not a sealed record of this version.");
        var plain = new byte[box.Length - Overhead];
        using var aes = new AesGcm(_key, TagLength);
        aes.Decrypt(box.Slice(1, NonceLength), box[Overhead..], box.Slice(1 + NonceLength, TagLength), plain, Encoding.UTF8.GetBytes(name));
        try
        {
            return JsonSerializer.Deserialize(plain, type) ?? throw new JsonException("A sealed record was empty.");
        }
        catch (NotSupportedException e)
        {
            // What the serializer says where a state does not tell which one it is.
            throw new JsonException("A sealed record had a shape that is not ours.", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }
}
