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
        return own.Length == name.Length ? Ascii.Equals(own, name) : !Ascii.IsValid(name) && Encoding.UTF8.GetString(own) == name;
    }

    /// <summary>By name, in the order of the bytes. Fields of one name stay as they came.</summary>
    public int CompareTo(in FormField other, ReadOnlySpan<byte> buffer)
    {
        var order = Name(buffer).SequenceCompareTo(other.Name(buffer));
        return order != 0 ? order : NameStart.CompareTo(other.NameStart);
    }

    /// <summary>The same in the order of UTF-16, which is another where a character beyond U+FFFF is in a name.</summary>
    public int CompareAsTextTo(in FormField other, ReadOnlySpan<byte> buffer)
    {
        var order = string.CompareOrdinal(Encoding.UTF8.GetString(Name(buffer)), Encoding.UTF8.GetString(other.Name(buffer)));
        return order != 0 ? order : NameStart.CompareTo(other.NameStart);
    }
}
