using System.Runtime.InteropServices;
using System.Text;

namespace CallerAuth.Voice;

/// <summary>Where the decoded name and value of one field stand in the buffer of a <see cref="WebhookForm"/>.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FormField(int NameStart, int NameLength, int ValueStart, int ValueLength)
{
    public ReadOnlySpan<byte> Name(ReadOnlySpan<byte> buffer) => buffer.Slice(NameStart, NameLength);

    public ReadOnlySpan<byte> Value(ReadOnlySpan<byte> buffer) => buffer.Slice(ValueStart, ValueLength);

    public bool IsNamed(string name, ReadOnlySpan<byte> buffer)
    {
        var own = Name(buffer);
        return Ascii.IsValid(own) ? own.Length == name.Length && Ascii.Equals(own, name) : Encoding.UTF8.GetString(own) == name;
    }

    /// <summary>The order that Twilio signs in is that of UTF-16, which differs from that of the bytes beyond ASCII. Fields of one name stay as they came.</summary>
    public int CompareTo(in FormField other, ReadOnlySpan<byte> buffer)
    {
        var own = Name(buffer);
        var others = other.Name(buffer);
        var order = Ascii.IsValid(own) && Ascii.IsValid(others)
            ? own.SequenceCompareTo(others)
            : string.CompareOrdinal(Encoding.UTF8.GetString(own), Encoding.UTF8.GetString(others));
        return order != 0 ? order : NameStart.CompareTo(other.NameStart);
    }
}
