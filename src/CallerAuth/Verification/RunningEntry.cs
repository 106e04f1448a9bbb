using System.Buffers.Text;

namespace CallerAuth.Verification;

/// <summary>
/// What the store holds of one running verification: <c>began:interval:wait:</c> in digits, and the sealed record. The moments are of
/// the store's clock; all in milliseconds.
/// </summary>
/// <param name="Began">When bc-authorize had been answered.</param>
/// <param name="Interval">The provider's, as it was then.</param>
/// <param name="Wait">No poll when this is over.</param>
internal readonly record struct RunningEntry(long Began, long Interval, long Wait, byte[] Box)
{
    private static readonly long Sane = (long)TimeSpan.FromDays(1).TotalMilliseconds;

    /// <summary>CIBA Core 10.1: the first poll comes one interval after the start; when the person has less time than that, at its end.</summary>
    public long FirstDue => Began + Math.Min(Interval, Wait);

    public long Ends => Began + Wait;

    /// <exception cref="FormatException">It is something else.</exception>
    public static RunningEntry Read(ReadOnlySpan<byte> stored)
    {
        var (began, interval, wait) = (Number(ref stored), Number(ref stored), Number(ref stored));
        // Whatever wrote it, nothing is polled without a pause or for ever.
        if (interval is < 1 || interval > Sane || wait < 0 || wait > Sane || began < 0 || began > long.MaxValue / 2)
            throw new FormatException("A verification with times that cannot be.");
        return new RunningEntry(began, interval, wait, stored.ToArray());
    }

    private static long Number(ref ReadOnlySpan<byte> stored)
    {
        if (!Utf8Parser.TryParse(stored, out long number, out var length) || length >= stored.Length || stored[length] != (byte)':')
            throw new FormatException("A verification without its times.");
        stored = stored[(length + 1)..];
        return number;
    }
}
