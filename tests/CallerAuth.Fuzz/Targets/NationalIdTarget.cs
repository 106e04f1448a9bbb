using CallerAuth.Identity;

namespace CallerAuth.Fuzz.Targets;

/// <summary>Keyed digits: the first byte chooses the country and the rules, the rest is what was keyed.</summary>
internal static class NationalIdTarget
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(FixedTime.Clock.GetUtcNow().Date);

    public static void Run(byte[] input)
    {
        if (input.Length == 0)
            return;
        var kind = (input[0] & 1) == 0 ? NationalIdKind.Fodselsnummer : NationalIdKind.Personnummer;
        var rules = new NationalIdRules { AllowSynthetic = (input[0] & 2) != 0, AllowTenDigits = (input[0] & 4) != 0 };
        Check(Input.Text(input.AsSpan(1)), kind, rules);
    }

    public static void Check(string keyed, NationalIdKind kind, NationalIdRules rules)
    {
        var accepted = NationalId.TryParse(keyed, kind, rules, Today, out var nationalId, out var fault);
        Finding.Unless(accepted == nationalId is not null, "accepted without a number, or refused with one");
        if (nationalId is null)
        {
            Finding.Unless(Enum.IsDefined(fault), "a fault without a name");
            return;
        }

        var digits = nationalId.Reveal();
        Finding.Unless(digits.All(char.IsAsciiDigit) && digits.EndsWith(keyed, StringComparison.Ordinal), "other digits than those keyed");
        Finding.Unless(!nationalId.ToString().Contains(digits, StringComparison.Ordinal), "the number prints");
        Finding.Unless(nationalId.BirthDate is null or { Length: 6 }, "a birth date that is not ddMMyy");
        if (kind == NationalIdKind.Fodselsnummer)
            Finding.Unless(digits.Length == 11 && NorwegianCheckDigitsHold(digits), "a fødselsnummer with wrong check digits was accepted");
        else
            Finding.Unless(digits.Length == 12 && LuhnHolds(digits[2..]), "a personnummer with a wrong check digit was accepted");
        if (kind == NationalIdKind.Personnummer && keyed.Length == 10)
            Finding.Unless(rules.AllowTenDigits, "ten digits were accepted where twelve are asked for");
        Finding.Unless(
            NationalId.TryParse(digits, kind, rules, Today, out var again, out _) && again.Reveal() == digits && again.BirthDate == nationalId.BirthDate,
            "what was accepted is not accepted again as it stands");
    }

    // The other way round than the service, which tests a weighted sum: the last digits are computed from those before them.
    private static bool NorwegianCheckDigitsHold(string digits)
    {
        var d = digits.Select(c => c - '0').ToArray();
        var first = ((3 * d[0]) + (7 * d[1]) + (6 * d[2]) + d[3] + (8 * d[4]) + (9 * d[5]) + (4 * d[6]) + (5 * d[7]) + (2 * d[8])) % 11;
        var second = ((5 * d[0]) + (4 * d[1]) + (3 * d[2]) + (2 * d[3]) + (7 * d[4]) + (6 * d[5]) + (5 * d[6]) + (4 * d[7]) + (3 * d[8]) + (2 * d[9])) % 11;
        // Since 2032's reform the first check digit may be one of four: 11 - r, and that plus 1, 2 or 3 (modulo 11).
        var firstHolds = Enumerable.Range(0, 4).Any(plus => (11 - first + plus) % 11 == d[9]);
        return firstHolds && (11 - second) % 11 == d[10];
    }

    private static bool LuhnHolds(string tenDigits)
    {
        int[] doubled = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
        return tenDigits.Select((c, i) => i % 2 == 0 ? doubled[c - '0'] : c - '0').Sum() % 10 == 0;
    }
}
