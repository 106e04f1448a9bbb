using System.Reflection;

namespace CallerAuth.Benchmarks.Measuring;

/// <summary>One row out of several rounds: of every measure (double) the median, of every count of faults (long) the sum, because one is too many.</summary>
internal static class Median
{
    /// <param name="rounds">The same thing measured several times.</param>
    /// <param name="result">A copy of one of them, to be written over.</param>
    public static T Of<T>(IReadOnlyList<T> rounds, T result)
        where T : class
    {
        foreach (var property in typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
        {
            if (property.PropertyType == typeof(double))
                property.SetValue(result, Of([.. rounds.Select(round => (double)property.GetValue(round)!)]));
            else if (property.PropertyType == typeof(long))
                property.SetValue(result, rounds.Sum(round => (long)property.GetValue(round)!));
        }

        return result;
    }

    /// <summary>Of an even number the mean of the two in the middle; what was not measured is left out.</summary>
    public static double Of(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Where(value => !double.IsNaN(value)).Order()];
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
