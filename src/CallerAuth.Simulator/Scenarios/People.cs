using System.Globalization;
using CallerAuth.Simulator.Provider;

namespace CallerAuth.Simulator.Scenarios;

/// <summary>
/// People for scripted calls. Norwegian numbers are synthetic ones as Skatteetaten makes them (month + 80); Swedish ones are from
/// Skatteverket's published test numbers. No real person holds any of them.
/// </summary>
internal static class People
{
    private static readonly int[] FirstWeights = [3, 7, 6, 1, 8, 9, 4, 5, 2];
    private static readonly int[] SecondWeights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

    private static readonly string[] GivenNames = ["Kari", "Ola", "Ingrid", "Nils", "Sunniva", "Even", "Mari", "Tore", "Live", "Jonas"];
    private static readonly string[] FamilyNames = ["Testmann", "Prøve", "Syntetisk", "Eksempel"];

    public static TestPerson Astrid { get; } = new("189001019802", "Astrid", "Testsson");

    public static TestPerson Bengt { get; } = new("199908072391", "Bengt", "Prov");

    public static TestPerson Cecilia { get; } = new("200001052380", "Cecilia", "Exempel");

    public static TestPerson Doris { get; } = new("190402299812", "Doris", "Skott");

    /// <summary>Digits in the right number and a wrong check digit.</summary>
    public const string NotANumber = "20036914712";

    /// <summary>The n-th made-up Norwegian; the same n is always the same person.</summary>
    public static TestPerson Norwegian(int n)
    {
        // Some individual numbers have no check digits: the n-th one that has.
        var found = -1;
        for (var i = 0; ; i++)
        {
            if (NumberOf(i) is { } number && ++found == n)
                return new TestPerson(number, GivenNames[n % GivenNames.Length], FamilyNames[n % FamilyNames.Length]);
        }
    }

    /// <summary>The i-th synthetic Norwegian number; null where its digits have no check digits.</summary>
    public static string? NumberOf(int i)
    {
        var born = new DateOnly(1960, 1, 1).AddDays(i / 500 % 14000);
        var digits = string.Create(CultureInfo.InvariantCulture, $"{born.Day:00}{born.Month + 80:00}{born.Year % 100:00}{i % 500:000}");
        foreach (var weights in new[] { FirstWeights, SecondWeights })
        {
            var rest = digits.Select((digit, place) => (digit - '0') * weights[place]).Sum() % 11;
            if (rest == 1)
                return null;
            digits += rest == 0 ? "0" : (11 - rest).ToString(CultureInfo.InvariantCulture);
        }

        return digits;
    }
}
