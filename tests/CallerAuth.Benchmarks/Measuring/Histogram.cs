using System.Numerics;

namespace CallerAuth.Benchmarks.Measuring;

/// <summary>
/// Counts durations in microseconds: exact below 128, above in steps of less than 1.6 %, so that a percentile costs no list of all of
/// them. Many threads may add. The greatest is kept exactly.
/// </summary>
internal sealed class Histogram
{
    private const int SubBits = 6;
    private const int Exact = 1 << (SubBits + 1);
    private const int Buckets = Exact + ((62 - SubBits) << SubBits);

    private readonly long[] _counts = new long[Buckets];
    private long _count;
    private long _greatest;

    public long Count => Interlocked.Read(ref _count);

    public long Greatest => Interlocked.Read(ref _greatest);

    /// <summary>What is below zero counts as zero.</summary>
    public void Add(long microseconds)
    {
        var value = Math.Max(0, microseconds);
        Interlocked.Increment(ref _counts[BucketOf(value)]);
        Interlocked.Increment(ref _count);
        var greatest = Interlocked.Read(ref _greatest);
        while (value > greatest)
        {
            var before = Interlocked.CompareExchange(ref _greatest, value, greatest);
            if (before == greatest)
                return;
            greatest = before;
        }
    }

    /// <summary>The least value that at least this share (0 to 1) of all does not exceed, rounded up to its step; 0 when nothing was counted.</summary>
    public long Percentile(double share)
    {
        var wanted = Math.Max(1, (long)Math.Ceiling(share * Count));
        var seen = 0L;
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            seen += Interlocked.Read(ref _counts[bucket]);
            if (seen >= wanted)
                return Math.Min(UpperEndOf(bucket), Greatest);
        }

        return Greatest;
    }

    private static int BucketOf(long value)
    {
        if (value < Exact)
            return (int)value;
        var shift = BitOperations.Log2((ulong)value) - SubBits;
        return Exact + ((shift - 1) << SubBits) + (int)(value >> shift) - (1 << SubBits);
    }

    private static long UpperEndOf(int bucket)
    {
        if (bucket < Exact)
            return bucket;
        var above = bucket - Exact;
        var shift = (above >> SubBits) + 1;
        return (((1L << SubBits) + (above & ((1 << SubBits) - 1)) + 1) << shift) - 1;
    }
}
