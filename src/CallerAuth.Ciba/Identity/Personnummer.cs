using System.Globalization;

namespace CallerAuth.Identity;

/// <summary>
/// The Swedish rules: YYYYMMDD, a birth number and a Luhn digit over the last ten. A samordningsnummer adds 60 to the day, and real ones exist with month 00 or day 60.
/// </summary>
internal static class Personnummer
{
    private const int Length = 12;
    private const int LengthWithoutCentury = 10;

    // Hardly anyone alive is older than 112, so ten digits that make a holder younger than this may as well belong to someone over a hundred.
    private const int YoungestClearAge = 13;

    /// <summary>Gives the twelve digits BankID wants, or the fault in what was keyed.</summary>
    public static NationalIdFault? Read(string keyed, NationalIdRules rules, DateOnly today, out string twelveDigits)
    {
        twelveDigits = keyed;

        var tenDigits = keyed.Length == LengthWithoutCentury && rules.AllowTenDigits;
        if (keyed.Length != Length && !tenDigits)
            return keyed.Length < Length ? NationalIdFault.TooShort : NationalIdFault.TooLong;
        if (!LuhnIsRight(keyed.AsSpan(keyed.Length - LengthWithoutCentury)))
            return NationalIdFault.WrongCheckDigits;
        if (!tenDigits)
            return BornBy(keyed, today) ? null : NationalIdFault.NoSuchDate;

        // The keypad has no "+" for those over a hundred: the youngest reading counts where it is clear.
        foreach (var century in (ReadOnlySpan<int>)[today.Year / 100, (today.Year / 100) - 1])
        {
            var candidate = century.ToString(CultureInfo.InvariantCulture) + keyed;
            if (!BornBy(candidate, today))
                continue;
            twelveDigits = candidate;
            return AgeIsClear(candidate, today) ? null : NationalIdFault.CenturyUnclear;
        }

        return NationalIdFault.NoSuchDate;
    }

    /// <summary>The date as ddMMyy; null where a samordningsnummer leaves day or month open.</summary>
    public static string? BirthDate(string twelveDigits)
    {
        var (year, month, day) = DateIn(twelveDigits);
        return month == 0 || day == 0 ? null : $"{day:D2}{month:D2}{year % 100:D2}";
    }

    private static bool BornBy(string twelveDigits, DateOnly today)
    {
        var (year, month, day) = DateIn(twelveDigits);
        if (year < 1800 || year > today.Year || month > 12)
            return false;

        var mayBeOpen = IsSamordningsnummer(twelveDigits);
        if ((month == 0 || day == 0) && !mayBeOpen)
            return false;
        if (month == 0 || day == 0)
            return day <= (month == 0 ? 31 : DateTime.DaysInMonth(year, month));
        return day <= DateTime.DaysInMonth(year, month) && new DateOnly(year, month, day) <= today;
    }

    private static bool AgeIsClear(string twelveDigits, DateOnly today)
    {
        var (year, month, day) = DateIn(twelveDigits);
        return month == 0 || day == 0
            ? today.Year - year > YoungestClearAge
            : new DateOnly(year, month, day) <= today.AddYears(-YoungestClearAge);
    }

    private static bool LuhnIsRight(ReadOnlySpan<char> tenDigits)
    {
        var sum = 0;
        for (var i = 0; i < tenDigits.Length; i++)
        {
            var product = (tenDigits[i] - '0') * (i % 2 == 0 ? 2 : 1);
            sum += product > 9 ? product - 9 : product;
        }

        return sum % 10 == 0;
    }

    private static bool IsSamordningsnummer(string twelveDigits) => twelveDigits[6] >= '6';

    private static (int Year, int Month, int Day) DateIn(string twelveDigits)
    {
        var day = Number(twelveDigits.AsSpan(6, 2));
        return (Number(twelveDigits.AsSpan(0, 4)), Number(twelveDigits.AsSpan(4, 2)), IsSamordningsnummer(twelveDigits) ? day - 60 : day);
    }

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
