using System.Runtime.InteropServices;
using System.Text;

namespace CallerAuth.Fuzz;

/// <summary>How bytes become text, so that every text a reader can meet has bytes that make it.</summary>
internal static class Input
{
    /// <summary>UTF-8; after the mark FF FE the raw characters, for text that no decoder gives: half a surrogate pair.</summary>
    public static string Text(ReadOnlySpan<byte> bytes) => bytes is [0xFF, 0xFE, ..]
        ? new string(MemoryMarshal.Cast<byte, char>(bytes[2..]))
        : Encoding.UTF8.GetString(bytes);

    /// <summary>So many parts, separated by line feeds; the last holds the rest, and missing ones are empty.</summary>
    public static string[] Lines(byte[] bytes, int count)
    {
        var text = Text(bytes).Split('\n', count);
        return [.. text, .. Enumerable.Repeat("", count - text.Length)];
    }
}
