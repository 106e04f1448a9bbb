using System.Buffers;
using System.Text;

namespace Twilio.TwiML;

/// <summary>
/// Text as XML 1.0 can hold it (section 2.2, Char; section 2.4 for what is written as an entity). A control character in a name must not
/// cost the caller the answer, so what XML forbids is dropped.
/// </summary>
internal static class XmlText
{
    public static void Write(ReadOnlySpan<char> text, IBufferWriter<byte> to, bool isAttribute)
    {
        var plain = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is >= ' ' and < '\uD800' and not ('&' or '<' or '>' or '"'))
                continue;
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
                continue;
            }

            if (InPlaceOf(c, isAttribute) is not { } written)
                continue;
            Encoding.UTF8.GetBytes(text[plain..i], to);
            Encoding.UTF8.GetBytes(written, to);
            plain = i + 1;
        }

        Encoding.UTF8.GetBytes(text[plain..], to);
    }

    /// <returns>Null for a character that stands for itself.</returns>
    private static string? InPlaceOf(char c, bool isAttribute) => c switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => isAttribute ? "&quot;" : null,
        // A reader makes a line break of it (section 2.11), and spaces of the others in an attribute (section 3.3.3).
        '\r' => "&#xD;",
        '\n' => isAttribute ? "&#xA;" : null,
        '\t' => isAttribute ? "&#x9;" : null,
        < ' ' or (>= '\uD800' and <= '\uDFFF') or '\uFFFE' or '\uFFFF' => "",
        _ => null,
    };
}
