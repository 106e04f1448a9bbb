namespace CallerAuth.Simulator.Listening;

/// <summary>Brings sound to another rate by a windowed sinc. What a telephone line does not carry is taken away on the way down.</summary>
internal static class Resampler
{
    /// <summary>A line ends at 3400 Hz; of a slower source, nearly all is kept.</summary>
    private const double Kept = 0.85;

    /// <summary>Zero crossings on each side: enough that nothing folds back that one could hear.</summary>
    private const int Crossings = 16;

    public static float[] Resample(float[] source, int from, int to)
    {
        if (from == to)
            return source;
        var result = new float[(int)((long)source.Length * to / from)];
        var cutoff = Kept * Math.Min(1, (double)to / from);
        var reach = Crossings / cutoff;
        for (var i = 0; i < result.Length; i++)
        {
            var centre = (double)i * from / to;
            var sum = 0.0;
            var last = Math.Min(source.Length - 1, (int)(centre + reach));
            for (var k = Math.Max(0, (int)Math.Ceiling(centre - reach)); k <= last; k++)
                sum += source[k] * cutoff * Sinc((k - centre) * cutoff) * Hann((k - centre) / reach);
            result[i] = (float)sum;
        }

        return result;
    }

    private static double Sinc(double x) => Math.Abs(x) < 1e-9 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    private static double Hann(double x) => 0.5 + 0.5 * Math.Cos(Math.PI * x);
}
