using System.Buffers;
using System.Text;

namespace Twilio.TwiML;

/// <summary>
/// Writes elements as UTF-8, as they go over the wire: no declaration of a namespace, no line breaks, an element without content as one tag.
/// A document is written for every step of every call, so it is not made as a string first.
/// </summary>
internal sealed class TwimlWriter
{
    private const int UsualLength = 2048;

    /// <summary>Kept for the next document; what one long document needed is not.</summary>
    private const int LongestKept = 64 * 1024;

    [ThreadStatic]
    private static TwimlWriter? _idle;

    private readonly ArrayBufferWriter<byte> _document = new(UsualLength);
    private bool _isInTag;

    private TwimlWriter()
    {
    }

    public ReadOnlySpan<byte> Written => _document.WrittenSpan;

    public static TwimlWriter Take()
    {
        var writer = _idle ?? new TwimlWriter();
        _idle = null;
        return writer;
    }

    /// <summary>Whoever took it is done with what it wrote.</summary>
    public void GiveBack()
    {
        // Wiped: a whisper holds a name.
        _document.Clear();
        _isInTag = false;
        if (_document.Capacity <= LongestKept)
            _idle = this;
    }

    public void Raw(ReadOnlySpan<byte> bytes) => _document.Write(bytes);

    public void Start(string tag)
    {
        CloseTag();
        Raw("<"u8);
        Encoding.UTF8.GetBytes(tag, _document);
        _isInTag = true;
    }

    public void Attribute(string name, string value)
    {
        Raw(" "u8);
        Encoding.UTF8.GetBytes(name, _document);
        Raw("=\""u8);
        XmlText.Write(value, _document, isAttribute: true);
        Raw("\""u8);
    }

    public void Text(string text)
    {
        if (text.Length == 0)
            return;
        CloseTag();
        XmlText.Write(text, _document, isAttribute: false);
    }

    public void End(string tag)
    {
        if (_isInTag)
        {
            Raw(" />"u8);
            _isInTag = false;
            return;
        }

        Raw("</"u8);
        Encoding.UTF8.GetBytes(tag, _document);
        Raw(">"u8);
    }

    private void CloseTag()
    {
        if (_isInTag)
            Raw(">"u8);
        _isInTag = false;
    }
}
