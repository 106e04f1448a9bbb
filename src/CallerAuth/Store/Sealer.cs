using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CallerAuth.Identity;
using Microsoft.Extensions.Options;

namespace CallerAuth.Store;

/// <summary>
/// Seals what the store keeps about people by AES-256-GCM (NIST SP 800-38D), so that a copy of the store tells nobody who called. Each record
/// has a key of its own, derived from its name (<see cref="SealingKey"/>), so a seal holds only under the name it was made for, and no
/// key is used often enough for two random nonces to meet. A box is the id of its secret, nonce, tag, and what was sealed.
/// </summary>
internal sealed class Sealer
{
    /// <summary>By how much a box is longer than what is in it.</summary>
    public const int Overhead = SealingKey.IdLength + NonceLength + TagLength;

    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <summary>A call with its story.</summary>
    private const int UsualLength = 1024;

    [ThreadStatic]
    private static Scratch? _scratch;

    private readonly SealingKey[] _keys;

    public Sealer(IOptions<PrivacyOptions> privacy) => _keys = [.. privacy.Value.Keys().Select(secret => new SealingKey(secret))];

    public byte[] Seal<T>(T value, JsonTypeInfo<T> type, string name)
    {
        var scratch = _scratch ??= new Scratch();
        try
        {
            JsonSerializer.Serialize(scratch.Writer, value, type);
            scratch.Writer.Flush();
            return Seal(scratch.Plain.WrittenSpan, name);
        }
        finally
        {
            scratch.Wipe();
        }
    }

    /// <param name="plain">Overwritten once it is sealed.</param>
    /// <param name="name">Under which alone it is opened again.</param>
    public byte[] Seal(byte[] plain, string name)
    {
        try
        {
            return Seal(plain.AsSpan(), name);
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
        if (box.Length < Overhead)
            throw new CryptographicException("A box that is too short to be one.");
        var plain = new byte[box.Length - Overhead];
        try
        {
            if (!Array.Exists(_keys, key => key.HasId(box) && Opens(key, box, name, plain)))
                throw new CryptographicException("A box that was not sealed under this name with a key of ours.");
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

    private static bool Opens(SealingKey key, byte[] box, string name, byte[] plain)
    {
        using var cipher = key.CipherOf(name, TagLength);
        try
        {
            cipher.Decrypt(box.AsSpan(SealingKey.IdLength, NonceLength), box.AsSpan(Overhead), box.AsSpan(SealingKey.IdLength + NonceLength, TagLength), plain);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    private byte[] Seal(ReadOnlySpan<byte> plain, string name)
    {
        var box = new byte[Overhead + plain.Length];
        _keys[0].Id.CopyTo(box);
        var nonce = box.AsSpan(SealingKey.IdLength, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = _keys[0].CipherOf(name, TagLength);
        cipher.Encrypt(nonce, plain, box.AsSpan(Overhead), box.AsSpan(SealingKey.IdLength + NonceLength, TagLength));
        return box;
    }

    private sealed class Scratch
    {
        public Scratch() => Writer = new Utf8JsonWriter(Plain);

        public ArrayBufferWriter<byte> Plain { get; } = new(UsualLength);

        public Utf8JsonWriter Writer { get; }

        public void Wipe()
        {
            Plain.Clear();
            Writer.Reset(Plain);
        }
    }
}
