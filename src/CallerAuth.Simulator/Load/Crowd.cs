using System.Globalization;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;

namespace CallerAuth.Simulator.Load;

/// <summary>
/// Callers without end, each somebody else: hundreds of thousands of Norwegians with synthetic numbers, and Swedes born so long ago that
/// nobody living holds theirs. Each has a surname of their own, so that an agent who is told of another caller is found out.
/// </summary>
internal sealed class Crowd
{
    private const int IndividualNumbers = 10;
    private const int FirstIndividualNumber = 980;
    private const string Consonants = "bdfgklmnprstv";
    private const string Vowels = "aeiou";

    private static readonly string[] GivenNames = ["Kari", "Ola", "Ingrid", "Nils", "Sunniva", "Even", "Mari", "Tore", "Live", "Jonas"];
    private static readonly DateOnly FirstSwede = new(1890, 1, 1);
    private static readonly int Swedes = (new DateOnly(1910, 1, 1).DayNumber - FirstSwede.DayNumber) * IndividualNumbers;

    private int _norwegians;
    private int _swedes;
    private int _people;

    public TestPerson NextNorwegian()
    {
        while (true)
        {
            if (People.NumberOf(_norwegians++) is { } number)
                return Named(number);
        }
    }

    public TestPerson NextSwede()
    {
        var i = _swedes++ % Swedes;
        var born = FirstSwede.AddDays(i / IndividualNumbers);
        var digits = string.Create(CultureInfo.InvariantCulture, $"{born:yyyyMMdd}{FirstIndividualNumber + (i % IndividualNumbers)}");
        return Named(digits + LuhnDigit(digits.AsSpan(2)));
    }

    private TestPerson Named(string number)
    {
        var n = _people++;
        return new TestPerson(number, GivenNames[n % GivenNames.Length], Surname(n));
    }

    // Syllables instead of digits, for a voice to speak.
    private static string Surname(int n)
    {
        var syllables = Consonants.Length * Vowels.Length;
        var name = "";
        do
        {
            name += $"{Consonants[n % Consonants.Length]}{Vowels[n / Consonants.Length % Vowels.Length]}";
            n /= syllables;
        }
        while (n > 0 || name.Length < 6);
        return char.ToUpperInvariant(name[0]) + name[1..];
    }

    private static char LuhnDigit(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var place = 0; place < digits.Length; place++)
        {
            var product = (digits[place] - '0') * (place % 2 == 0 ? 2 : 1);
            sum += (product / 10) + (product % 10);
        }

        return (char)('0' + ((10 - (sum % 10)) % 10));
    }
}
