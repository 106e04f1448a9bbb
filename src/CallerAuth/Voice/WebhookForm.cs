using System.Buffers;
using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace CallerAuth.Voice;

/// <summary>
/// A webhook's form in the buffer that it came in, decoded in place and sorted as Twilio signs it. Of its forty fields a step reads a
/// handful, so only those become strings. The buffer may hold a national ID, and is wiped before another request gets it.
/// </summary>
internal sealed class WebhookForm : IFormCollection, IFormFeature, IDisposable
{
    private readonly int _length;
    private readonly int _count;
    private byte[]? _buffer;
    private FormField[]? _fields;

    /// <param name="body">application/x-www-form-urlencoded, in UTF-8.</param>
    /// <exception cref="InvalidDataException">More fields or longer ones than Twilio sends, or no text.</exception>
    public WebhookForm(in ReadOnlySequence<byte> body)
    {
        _length = checked((int)body.Length);
        _buffer = ArrayPool<byte>.Shared.Rent(_length);
        _fields = ArrayPool<FormField>.Shared.Rent(FormReader.MostFields);
        body.CopyTo(_buffer);
        try
        {
            _count = FormReader.Read(_buffer.AsSpan(0, _length), _fields);
            FormOrder.Sort(_fields.AsSpan(0, _count), _buffer, _length);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Count => Names().Count();

    public ICollection<string> Keys => [.. Names()];

    public IFormFileCollection Files => FormCollection.Empty.Files;

    bool IFormFeature.HasFormContentType => true;

    /// <summary>A request whose form this is has no other.</summary>
    IFormCollection? IFormFeature.Form
    {
        get => this;
        set => throw new NotSupportedException();
    }

    /// <summary>Enough room for <see cref="WriteSigned"/>.</summary>
    public int SignedLength => _length;

    public StringValues this[string key] => TryGetValue(key, out var value) ? value : StringValues.Empty;

    private ReadOnlySpan<byte> Buffer => _buffer ?? throw new ObjectDisposedException(nameof(WebhookForm));

    private ReadOnlySpan<FormField> Fields => _fields.AsSpan(0, _fields is null ? 0 : _count);

    /// <summary>What Twilio signs after the address: each name and its value, in the order of the names. A name that was posted several times counts once for every different value.</summary>
    /// <returns>How many bytes were written.</returns>
    public int WriteSigned(Span<byte> destination)
    {
        var buffer = Buffer;
        var fields = Fields;
        var written = 0;
        for (var i = 0; i < fields.Length; i++)
        {
            var name = fields[i].Name(buffer);
            if (i + 1 < fields.Length && fields[i + 1].Name(buffer).SequenceEqual(name))
            {
                var values = this[Text(name)];
                foreach (var value in values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                    Append(name, Encoding.UTF8.GetBytes(value ?? ""), destination);
                i += values.Count - 1;
            }
            else
            {
                Append(name, fields[i].Value(buffer), destination);
            }
        }

        return written;

        void Append(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, Span<byte> to)
        {
            name.CopyTo(to[written..]);
            value.CopyTo(to[(written + name.Length)..]);
            written += name.Length + value.Length;
        }
    }

    IFormCollection IFormFeature.ReadForm() => this;

    Task<IFormCollection> IFormFeature.ReadFormAsync(CancellationToken cancellationToken) => Task.FromResult<IFormCollection>(this);

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out StringValues value)
    {
        value = StringValues.Empty;
        var found = false;
        foreach (var field in Fields)
        {
            if (!field.IsNamed(key, Buffer))
                continue;
            value = found ? StringValues.Concat(value, Text(field.Value(Buffer))) : Text(field.Value(Buffer));
            found = true;
        }

        return found;
    }

    public IEnumerator<KeyValuePair<string, StringValues>> GetEnumerator() => Names().Select(name => KeyValuePair.Create(name, this[name])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            CryptographicOperations.ZeroMemory(buffer.AsSpan(0, _length));
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (Interlocked.Exchange(ref _fields, null) is { } fields)
            ArrayPool<FormField>.Shared.Return(fields);
    }

    private IEnumerable<string> Names()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in Fields)
            names.Add(Text(field.Name(Buffer)));
        return names;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? "" : Encoding.UTF8.GetString(bytes);
}
