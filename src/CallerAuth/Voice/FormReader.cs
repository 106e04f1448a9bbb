using System.Text.Unicode;

namespace CallerAuth.Voice;

/// <summary>Takes a form's fields apart, in place: a decoded field is never longer than it was.</summary>
internal static class FormReader
{
    /// <summary>Twilio sends thirty to sixty fields, and as many more as a SIP call has headers.</summary>
    public const int MostFields = 200;

    public const int LongestName = 256;

    /// <summary>The longest value is a STIR passport.</summary>
    public const int LongestValue = 16 * 1024;

    /// <param name="body">Overwritten.</param>
    /// <param name="fields">Room for <see cref="MostFields"/>.</param>
    /// <returns>How many there were.</returns>
    /// <exception cref="InvalidDataException">Too many, too long, or no text.</exception>
    public static int Read(Span<byte> body, Span<FormField> fields)
    {
        var count = 0;
        foreach (var range in ((ReadOnlySpan<byte>)body).Split((byte)'&'))
        {
            var (start, length) = range.GetOffsetAndLength(body.Length);
            if (length == 0)
                continue;
            if (count == MostFields)
                throw new InvalidDataException("A form with more fields than Twilio sends.");
            fields[count++] = ReadField(body, start, length);
        }

        return count;
    }

    private static FormField ReadField(Span<byte> body, int start, int length)
    {
        var equals = body.Slice(start, length).IndexOf((byte)'=');
        var nameLength = Decode(body.Slice(start, equals < 0 ? length : equals));
        var valueStart = equals < 0 ? start + length : start + equals + 1;
        var valueLength = Decode(body[valueStart..(start + length)]);
        if (nameLength > LongestName || valueLength > LongestValue)
            throw new InvalidDataException("A form with a longer field than Twilio sends.");
        return new FormField(start, nameLength, valueStart, valueLength);
    }

    /// <summary>https://url.spec.whatwg.org/#urlencoded-parsing: a plus is a space, and a percent sign before two hex digits is a byte.</summary>
    /// <returns>The length of what was decoded.</returns>
    private static int Decode(Span<byte> text)
    {
        var from = text.IndexOfAny((byte)'+', (byte)'%');
        var to = from < 0 ? text.Length : from;
        for (; from >= 0 && from < text.Length; from++, to++)
        {
            if (text[from] == '%' && from + 2 < text.Length && HexOf(text[from + 1]) is var high and >= 0 && HexOf(text[from + 2]) is var low and >= 0)
            {
                text[to] = (byte)((high << 4) | low);
                from += 2;
            }
            else
            {
                text[to] = text[from] == '+' ? (byte)' ' : text[from];
            }
        }

        return Utf8.IsValid(text[..to]) ? to : throw new InvalidDataException("A form that is no text.");
    }

    private static int HexOf(byte digit) => (char)digit switch
    {
        >= '0' and <= '9' => digit - '0',
        >= 'A' and <= 'F' => digit - 'A' + 10,
        >= 'a' and <= 'f' => digit - 'a' + 10,
        _ => -1,
    };
}
