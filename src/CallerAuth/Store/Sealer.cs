using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CallerAuth.Identity;
using Microsoft.Extensions.Options;

namespace CallerAuth.Store;

/// <summary>
/// Seals what the store keeps about people by AES-256-GCM (NIST SP 800-38D), so that a copy of the store tells nobody who called. The name
/// of a record is sealed with it, so a seal holds only under the name it was made for. A box is the id of its secret, the salt of its
/// <see cref="SealingTerm"/>, nonce, tag, and what was sealed.
/// </summary>
internal sealed class Sealer
{
    /// <summary>By how much a box is longer than what is in it.</summary>
    public const int Overhead = NonceStart + NonceLength + SealingTerm.TagLength;

    private const int NonceStart = SealingKey.IdLength + SealingTerm.SaltLength;
    private const int NonceLength = 12;
    private const int TagStart = NonceStart + NonceLength;

    /// <summary>A call with its story.</summary>
    private const int UsualLength = 1024;

    private const int UsualName = 256;

    /// <summary>More than there are instances; whoever writes nonsense into the store makes us derive more, and no more than that.</summary>
    private const int MostTerms = 256;

    [ThreadStatic]
    private static Scratch? _scratch;

    private readonly SealingKey[] _keys;
    private readonly ConcurrentDictionary<(SealingKey Key, uint Salt), SealingTerm> _terms = new();
    private volatile SealingTerm _term;

    public Sealer(IOptions<PrivacyOptions> privacy)
    {
        _keys = [.. privacy.Value.Keys().Select(secret => new SealingKey(secret))];
        _term = SealingTerm.New(_keys[0]);
    }

    public byte[] Seal<T>(T value, JsonTypeInfo<T> type, string name)
    {
        var scratch = Mine();
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

    private bool Opens(SealingKey key, byte[] box, string name, byte[] plain)
    {
        Span<byte> utf8 = stackalloc byte[UsualName];
        var cipher = Mine().Opening.Of(TermOf(key, box.AsSpan(SealingKey.IdLength, SealingTerm.SaltLength)));
        try
        {
            cipher.Decrypt(box.AsSpan(NonceStart, NonceLength), box.AsSpan(Overhead), box.AsSpan(TagStart, SealingTerm.TagLength), plain, Utf8(name, utf8));
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    private byte[] Seal(ReadOnlySpan<byte> plain, string name)
    {
        var term = _term;
        if (!term.TryCount())
            _term = term = SealingTerm.New(_keys[0]);
        var box = new byte[Overhead + plain.Length];
        term.Key.Id.CopyTo(box);
        term.Salt.CopyTo(box.AsSpan(SealingKey.IdLength));
        var nonce = box.AsSpan(NonceStart, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        Span<byte> utf8 = stackalloc byte[UsualName];
        Mine().Sealing.Of(term).Encrypt(nonce, plain, box.AsSpan(Overhead), box.AsSpan(TagStart, SealingTerm.TagLength), Utf8(name, utf8));
        return box;
    }

    private SealingTerm TermOf(SealingKey key, ReadOnlySpan<byte> salt)
    {
        var (term, number) = (_term, BinaryPrimitives.ReadUInt32LittleEndian(salt));
        if (term.Key == key && salt.SequenceEqual(term.Salt))
            return term;
        if (_terms.TryGetValue((key, number), out var known))
            return known;
        if (_terms.Count >= MostTerms)
            _terms.Clear();
        return _terms.GetOrAdd((key, number), static (of, salt) => new SealingTerm(of.Key, salt), salt.ToArray());
    }

    private static Scratch Mine() => _scratch ??= new Scratch();

    private static ReadOnlySpan<byte> Utf8(string name, Span<byte> usual) =>
        Encoding.UTF8.TryGetBytes(name, usual, out var length) ? usual[..length] : Encoding.UTF8.GetBytes(name);

    /// <summary>What a thread needs to seal and to open, made once: a cipher serves one thread at a time.</summary>
    private sealed class Scratch
    {
        public Scratch() => Writer = new Utf8JsonWriter(Plain);

        public ArrayBufferWriter<byte> Plain { get; } = new(UsualLength);

        public Utf8JsonWriter Writer { get; }

        public Cipher Sealing { get; } = new();

        public Cipher Opening { get; } = new();

        public void Wipe()
        {
            Plain.Clear();
            Writer.Reset(Plain);
        }
    }

    /// <summary>The cipher of the term that was used last.</summary>
    private sealed class Cipher
    {
        private SealingTerm? _term;
        private AesGcm? _cipher;

        public AesGcm Of(SealingTerm term)
        {
            if (ReferenceEquals(term, _term) && _cipher is { } cipher)
                return cipher;
            _cipher?.Dispose();
            _cipher = null;
            (_cipher, _term) = (term.NewCipher(), term);
            return _cipher;
        }
    }
}
