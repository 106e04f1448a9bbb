using System.Numerics;

namespace CallerAuth.Simulator.Load;

/// <summary>Counts durations in steps of about three in a hundred, in a memory that does not grow. The longest is kept exactly. Many threads may add.</summary>
internal sealed class Histogram
{
    // Microseconds: exact below 64, then 32 steps to each doubling.
    private const int StepBits = 5;
    private const int Exact = 1 << (StepBits + 1);
    private const int Steps = Exact + ((62 - StepBits) << StepBits);

    private readonly long[] _counts = new long[Steps];
    private readonly Lock _gate = new();
    private long _count;
    private TimeSpan _longest;

    public long Count
    {
        get
        {
            lock (_gate)
                return _count;
        }
    }

    public TimeSpan Longest
    {
        get
        {
            lock (_gate)
                return _longest;
        }
    }

    public void Add(TimeSpan took)
    {
        var step = StepOf(Math.Max(0, took.Ticks / TimeSpan.TicksPerMicrosecond));
        lock (_gate)
        {
            _counts[step]++;
            _count++;
            _longest = took > _longest ? took : _longest;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            Array.Clear(_counts);
            _count = 0;
            _longest = TimeSpan.Zero;
        }
    }

    /// <summary>What this share (0 to 1) of all did not exceed; zero when nothing was counted.</summary>
    public TimeSpan Percentile(double share)
    {
        lock (_gate)
        {
            var wanted = Math.Max(1, (long)Math.Ceiling(share * _count));
            var seen = 0L;
            for (var step = 0; step < Steps; step++)
            {
                seen += _counts[step];
                if (seen >= wanted)
                    return TimeSpan.FromMicroseconds(EndOf(step)) is var end && end < _longest ? end : _longest;
            }

            return _longest;
        }
    }

    private static int StepOf(long value)
    {
        if (value < Exact)
            return (int)value;
        var shift = BitOperations.Log2((ulong)value) - StepBits;
        return Exact + ((shift - 1) << StepBits) + (int)(value >> shift) - (1 << StepBits);
    }

    private static long EndOf(int step)
    {
        if (step < Exact)
            return step;
        var above = step - Exact;
        var shift = (above >> StepBits) + 1;
        return (((1L << StepBits) + (above & ((1 << StepBits) - 1)) + 1) << shift) - 1;
    }
}
