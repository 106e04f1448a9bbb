using System.Text;
using System.Xml;

namespace Twilio.TwiML;

/// <summary>
/// Text as XML 1.0 can hold it (section 2.2, Char). A control character in a name must not cost the caller the answer,
/// so what XML forbids is dropped.
/// </summary>
internal static class XmlText
{
    public static string WithoutIllegalCharacters(string text)
    {
        for (var i = 0; i < text.Length; i += LegalLengthAt(text, i))
        {
            if (LegalLengthAt(text, i) == 0)
                return Cleaned(text, i);
        }
        return text;
    }

    private static string Cleaned(string text, int firstIllegal)
    {
        var cleaned = new StringBuilder(text, 0, firstIllegal, text.Length);
        for (var i = firstIllegal; i < text.Length;)
        {
            var length = LegalLengthAt(text, i);
            cleaned.Append(text, i, length);
            i += Math.Max(length, 1);
        }
        return cleaned.ToString();
    }

    /// <summary>One for a character, two for a surrogate pair, none for what XML forbids.</summary>
    private static int LegalLengthAt(string text, int index)
    {
        if (XmlConvert.IsXmlChar(text[index]))
            return 1;
        return index + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[index + 1], text[index]) ? 2 : 0;
    }
}
