using System.Globalization;

namespace CallerAuth.Benchmarks.Measuring;

/// <summary>One column of a table: its heading and how a row is written in it.</summary>
internal sealed record Column<T>(string Heading, Func<T, string> Write)
{
    /// <summary>A number with so many decimals; "-" where it was not measured (not a number).</summary>
    public static Column<T> Of(string heading, Func<T, double> value, int decimals = 0) => new(heading, row => Number(value(row), decimals));

    private static string Number(double value, int decimals) =>
        double.IsNaN(value) ? "-" : value.ToString($"N{decimals}", CultureInfo.InvariantCulture);
}
