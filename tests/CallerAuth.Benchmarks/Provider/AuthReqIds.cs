using System.Buffers;
using System.Buffers.Text;
using System.Globalization;

namespace CallerAuth.Benchmarks.Provider;

/// <summary>The provider's auth_req_ids: numbers in disguise, so that finding one in a form is the provider's whole work.</summary>
internal static class AuthReqIds
{
    private const int Digits = 32;

    private static ReadOnlySpan<byte> Parameter => "auth_req_id="u8;

    /// <summary>As long as the GUID that Idura gives.</summary>
    public static string Of(int item) => item.ToString("D32", CultureInfo.InvariantCulture);

    /// <returns>-1 when the form holds none that is known.</returns>
    public static int ItemIn(ReadOnlySequence<byte> form, int items)
    {
        if (form.IsSingleSegment)
            return ItemIn(form.FirstSpan, items);
        var copy = ArrayPool<byte>.Shared.Rent((int)form.Length);
        form.CopyTo(copy);
        var item = ItemIn(copy.AsSpan(0, (int)form.Length), items);
        ArrayPool<byte>.Shared.Return(copy);
        return item;
    }

    private static int ItemIn(ReadOnlySpan<byte> form, int items)
    {
        var at = form.IndexOf(Parameter);
        return at >= 0
            && form[(at + Parameter.Length)..] is { Length: >= Digits } rest
            && Utf8Parser.TryParse(rest[..Digits], out int item, out var read) && read == Digits && item < items
                ? item
                : -1;
    }
}
