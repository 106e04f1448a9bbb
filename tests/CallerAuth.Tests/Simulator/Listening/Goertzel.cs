using CallerAuth.Simulator.Listening;

namespace CallerAuth.Tests.Simulator.Listening;

/// <summary>Hears keys as a telephone exchange does: by the power of eight frequencies.</summary>
internal static class Goertzel
{
    private const string AllKeys = "1234567890*#";

    /// <summary>How much of a sound a key's two tones must be before it is one (ITU-T Q.24 asks for much less).</summary>
    private const double KeyShare = 0.8;

    /// <returns>The key that sounds there; null when none does.</returns>
    public static char? KeyIn(ReadOnlySpan<float> samples)
    {
        var all = 0.0;
        foreach (var sample in samples)
            all += sample * (double)sample;
        foreach (var key in AllKeys)
        {
            var (row, column) = Tones.Frequencies(key)!.Value;
            if (all > 1 && Power(samples, row) + Power(samples, column) > KeyShare * all)
                return key;
        }

        return null;
    }

    /// <summary>What a frequency contributes to the sum of squares.</summary>
    public static double Power(ReadOnlySpan<float> samples, double frequency)
    {
        var coefficient = 2 * Math.Cos(Math.Tau * frequency / Clip.Rate);
        var (before, last) = (0.0, 0.0);
        foreach (var sample in samples)
            (before, last) = (last, sample + coefficient * last - before);
        return (last * last + before * before - coefficient * last * before) * 2 / samples.Length;
    }
}
