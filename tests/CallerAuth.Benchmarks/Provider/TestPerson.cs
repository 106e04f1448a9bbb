using System.Globalization;

namespace CallerAuth.Benchmarks.Provider;

/// <summary>Invented people: Swedish numbers from the range that Skatteverket keeps for tests (birth numbers 980 to 999).</summary>
internal static class TestPerson
{
    private static readonly DateOnly First = new(1950, 1, 1);

    /// <summary>How many there are.</summary>
    public const int Count = 20 * 10_000;

    public static string NumberOf(int item)
    {
        var digits = First.AddDays(item / 20).ToString("yyyyMMdd", CultureInfo.InvariantCulture) + (980 + (item % 20)).ToString(CultureInfo.InvariantCulture);
        return digits + LuhnDigit(digits.AsSpan(2)).ToString(CultureInfo.InvariantCulture);
    }

    public static int ItemOf(string number) =>
        ((DateOnly.ParseExact(number.AsSpan(0, 8), "yyyyMMdd", CultureInfo.InvariantCulture).DayNumber - First.DayNumber) * 20)
        + int.Parse(number.AsSpan(8, 3), CultureInfo.InvariantCulture) - 980;

    private static int LuhnDigit(ReadOnlySpan<char> nine)
    {
        var sum = 0;
        for (var i = 0; i < nine.Length; i++)
        {
            var product = (nine[i] - '0') * (i % 2 == 0 ? 2 : 1);
            sum += product > 9 ? product - 9 : product;
        }

        return (10 - (sum % 10)) % 10;
    }
}
