using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.DataProtection;

namespace CallerAuth.Store;

/// <summary>
/// Seals what the store keeps about people, by ASP.NET Data Protection (AES-256-GCM, NIST SP 800-38D), so that a copy of the store tells
/// nobody who called. The keys are never in the store (<see cref="SealerKeys"/>); a seal holds only under the name it was made for.
/// </summary>
internal sealed class Sealer(IDataProtectionProvider protection)
{
    private const string Purpose = "CallerAuth.Store.v1";

    private readonly IDataProtector _protector = protection.CreateProtector(Purpose);

    public byte[] Seal<T>(T value, JsonTypeInfo<T> type, string name) => Seal(JsonSerializer.SerializeToUtf8Bytes(value, type), name);

    /// <param name="plain">Overwritten once it is sealed.</param>
    /// <param name="name">Under which alone it is opened again.</param>
    public byte[] Seal(byte[] plain, string name)
    {
        try
        {
            return _protector.CreateProtector(name).Protect(plain);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <exception cref="CryptographicException">The box is not ours: changed, sealed under another name or with another key.</exception>
    /// <exception cref="JsonException">It was sealed by a version that wrote another shape.</exception>
    public T Open<T>(byte[] box, JsonTypeInfo<T> type, string name) =>
        Open(box, plain => JsonSerializer.Deserialize(plain, type) ?? throw new JsonException("A sealed record was empty."), name);

    /// <exception cref="CryptographicException">The box is not ours: changed, sealed under another name or with another key.</exception>
    public T Open<T>(byte[] box, Func<byte[], T> read, string name)
    {
        var plain = _protector.CreateProtector(name).Unprotect(box);
        try
        {
            return read(plain);
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
