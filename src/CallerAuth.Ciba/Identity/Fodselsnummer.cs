namespace CallerAuth.Identity;

/// <summary>
/// The Norwegian rules: DDMMYY, an individual number and two check digits. D-numbers add 40 to the day, test numbers add 40 (NAV) or 80 (Skatteetaten) to the month,
/// H-numbers add 40 to the month too, FH-numbers begin with 8 or 9. The individual number is not asked for a century: from 2032 it no longer tells one.
/// </summary>
internal static class Fodselsnummer
{
    private const int Length = 11;
    private static readonly int[] FirstWeights = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1];
    private static readonly int[] SecondWeights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];

    public static NationalIdFault? FaultIn(string digits, NationalIdRules rules)
    {
        if (digits.Length != Length)
            return digits.Length < Length ? NationalIdFault.TooShort : NationalIdFault.TooLong;

        // First, because a slip of the finger is far more common than any odd kind of number.
        if (!CheckDigitsAreRight(digits))
            return NationalIdFault.WrongCheckDigits;

        if (digits[0] is '8' or '9')
            return NationalIdFault.KindNotAccepted;

        var (day, month, year) = DateIn(digits);
        if (!DateExists(day, month, year))
            return NationalIdFault.NoSuchDate;

        // Month + 40 is an H-number outside a test installation and NAV's synthetic number inside one; the digits do not tell which.
        return MonthSurplus(digits) switch
        {
            80 when !rules.AllowSynthetic => NationalIdFault.SyntheticNotAllowed,
            40 when !rules.AllowSynthetic => NationalIdFault.KindNotAccepted,
            _ => null,
        };
    }

    /// <summary>The date as ddMMyy, without what D-numbers and test numbers add to it.</summary>
    public static string BirthDate(string digits)
    {
        var (day, month, year) = DateIn(digits);
        return $"{day:D2}{month:D2}{year:D2}";
    }

    // Until 2032 the first remainder is 0; numbers given out after that have 0, 1, 2 or 3 (Skatteetaten, "nytt fødselsnummer fra 2032"), and both kinds live side by side.
    private static bool CheckDigitsAreRight(string digits) =>
        Remainder(digits, FirstWeights) <= 3 && Remainder(digits, SecondWeights) == 0;

    private static int Remainder(string digits, int[] weights)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
            sum += (digits[i] - '0') * weights[i];
        return sum % 11;
    }

    private static (int Day, int Month, int Year) DateIn(string digits)
    {
        var day = TwoDigits(digits, 0);
        return (day > 40 ? day - 40 : day, TwoDigits(digits, 2) - MonthSurplus(digits), TwoDigits(digits, 4));
    }

    private static int MonthSurplus(string digits) => TwoDigits(digits, 2) switch
    {
        > 80 => 80,
        > 40 => 40,
        _ => 0,
    };

    // Without a century the 29th of February exists in every fourth year: 00 may be 2000.
    private static bool DateExists(int day, int month, int year) =>
        month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(2000 + (year % 4), month);

    private static int TwoDigits(string digits, int start) => ((digits[start] - '0') * 10) + digits[start + 1] - '0';
}
