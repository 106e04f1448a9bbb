using System.Text;

namespace CallerAuth.Ciba;

/// <summary>
/// A form (application/x-www-form-urlencoded, RFC 6749 Appendix B) written once, as the bytes that go over the wire. Its buffer belongs to one request for good:
/// a connection may still be sending it when the answer is already there, so it is never handed on to another.
/// </summary>
internal sealed class Form(int capacity)
{
    private const string ContentType = "application/x-www-form-urlencoded";

    private byte[] _bytes = new byte[capacity];
    private int _length;

    public Form Add(string name, string value) => Append(_length > 0 ? "&"u8 : []).Append(Encoded(name)).Append("="u8).Append(Encoded(value));

    /// <summary>Adds what is encoded already, or needs no encoding.</summary>
    public Form Append(ReadOnlySpan<byte> encoded)
    {
        encoded.CopyTo(Room(encoded.Length));
        _length += encoded.Length;
        return this;
    }

    /// <summary>Adds text of unreserved characters alone (RFC 3986 §2.3), which stand for themselves.</summary>
    public Form AppendUnreserved(string text)
    {
        _length += Encoding.ASCII.GetBytes(text, Room(text.Length));
        return this;
    }

    public HttpContent ToContent()
    {
        var content = new ByteArrayContent(_bytes, 0, _length);
        content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        return content;
    }

    public static byte[] Encoded(string text) => Encoding.ASCII.GetBytes(Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal));

    private Span<byte> Room(int length)
    {
        if (_length + length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + length));
        return _bytes.AsSpan(_length, length);
    }
}
