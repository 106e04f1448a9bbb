using System.Numerics;

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
        var divisor = (int)BigInteger.GreatestCommonDivisor(from, to);
        var (up, down) = (to / divisor, from / divisor);
        var cutoff = Kept * Math.Min(1, (double)to / from);
        var reach = (int)Math.Ceiling(Crossings / cutoff);
        var filters = Enumerable.Range(0, up).Select(phase => Filter((double)phase / up, cutoff, reach)).ToArray();

        var result = new float[(int)((long)source.Length * to / from)];
        for (var i = 0; i < result.Length; i++)
        {
            var (centre, phase) = Math.DivRem((long)i * down, up);
            var filter = filters[phase];
            var first = (int)centre - reach;
            var sum = 0f;
            for (var k = Math.Max(0, -first); k < filter.Length && first + k < source.Length; k++)
                sum += source[first + k] * filter[k];
            result[i] = sum;
        }

        return result;
    }

    /// <summary>The weights of the samples around a point that lies a fraction of one behind the middle.</summary>
    private static float[] Filter(double fraction, double cutoff, int reach)
    {
        var filter = new float[2 * reach + 1];
        for (var k = 0; k < filter.Length; k++)
        {
            var distance = k - reach - fraction;
            filter[k] = Math.Abs(distance) < reach ? (float)(cutoff * Sinc(distance * cutoff) * Hann(distance / reach)) : 0;
        }

        return filter;
    }

    private static double Sinc(double x) => Math.Abs(x) < 1e-9 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    private static double Hann(double x) => 0.5 + 0.5 * Math.Cos(Math.PI * x);
}
