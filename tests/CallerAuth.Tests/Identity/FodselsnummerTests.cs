using CallerAuth.Identity;
using CsCheck;

namespace CallerAuth.Tests.Identity;

public class FodselsnummerTests
{
    [Theory]
    [InlineData("20036914700", "200369")]
    [InlineData("29020073150", "290200")]
    [InlineData("30108299939", "301082")]
    [InlineData("02013299903", "020132")]
    [InlineData("55102499947", "151024")]
    [InlineData("02013299997", "020132")]
    [InlineData("02013299806", "020132")]
    [InlineData("30108299920", "301082")]
    [InlineData("27034698436", "270346")]
    [InlineData("16084138758", "160841")]
    public void An_ordinary_or_D_number_of_the_old_or_the_2032_kind_is_accepted_in_production(string keyed, string birthDate)
    {
        var nationalId = Accepted(keyed, The.Production);

        Assert.Equal(keyed, nationalId.Reveal());
        Assert.Equal(birthDate, nationalId.BirthDate);
    }

    [Theory]
    [InlineData("03851598730", "030515")]
    [InlineData("17912099997", "171120")]
    [InlineData("29822099635", "290220")]
    [InlineData("16822548834", "160225")]
    [InlineData("11812448848", "110124")]
    [InlineData("19872347995", "190723")]
    [InlineData("30908299902", "301082")]
    [InlineData("57912075186", "171120")]
    [InlineData("41819077302", "010190")]
    [InlineData("41819077906", "010190")]
    [InlineData("10915596784", "101155")]
    public void Skatteetatens_synthetic_numbers_are_accepted_in_a_test_installation_only(string keyed, string birthDate)
    {
        Assert.Equal(birthDate, Accepted(keyed, The.TestInstallation).BirthDate);
        Assert.Equal(NationalIdFault.SyntheticNotAllowed, Refused(keyed, The.Production));
    }

    [Theory]
    [InlineData("15507600333", "151076")]
    [InlineData("55507608360", "151076")]
    [InlineData("68467038838", "280670")]
    public void Month_plus_40_is_an_H_number_in_production_and_NAVs_synthetic_number_in_a_test_installation(string keyed, string birthDate)
    {
        Assert.Equal(birthDate, Accepted(keyed, The.TestInstallation).BirthDate);
        Assert.Equal(NationalIdFault.KindNotAccepted, Refused(keyed, The.Production));
    }

    [Theory]
    [InlineData("20036914712", NationalIdFault.WrongCheckDigits)]
    [InlineData("10098235846", NationalIdFault.WrongCheckDigits)]
    [InlineData("29020105729", NationalIdFault.NoSuchDate)]
    [InlineData("00000000000", NationalIdFault.NoSuchDate)]
    [InlineData("", NationalIdFault.Empty)]
    [InlineData(null, NationalIdFault.Empty)]
    [InlineData("2003691470", NationalIdFault.TooShort)]
    [InlineData("200369147000", NationalIdFault.TooLong)]
    [InlineData("200369 14700", NationalIdFault.NotDigits)]
    [InlineData("20036914700#", NationalIdFault.NotDigits)]
    [InlineData(" ", NationalIdFault.NotDigits)]
    [InlineData("-2003691470", NationalIdFault.NotDigits)]
    [InlineData("٢٠٠٣٦٩١٤٧٠٠", NationalIdFault.NotDigits)]
    [InlineData("２００３６９１４７００", NationalIdFault.NotDigits)]
    public void What_is_no_number_is_refused_with_its_fault(string? keyed, object fault)
    {
        Assert.Equal(fault, Refused(keyed, The.Production));
        Assert.Equal(fault, Refused(keyed, The.TestInstallation));
    }

    [Fact]
    public void Very_long_input_is_too_long_whatever_it_holds()
    {
        Assert.Equal(NationalIdFault.TooLong, Refused(new string('x', NationalId.MaxKeyedLength + 1), The.Production));
        Assert.Equal(NationalIdFault.NotDigits, Refused(new string('x', NationalId.MaxKeyedLength), The.Production));
    }

    [Fact]
    public void An_FH_number_is_refused_for_its_kind()
    {
        // Right check digits, first digit 8: such a number holds no date.
        var keyed = WithCheckDigits("812345678")!;

        Assert.Equal(NationalIdFault.KindNotAccepted, Refused(keyed, The.Production));
        Assert.Equal(NationalIdFault.KindNotAccepted, Refused(keyed, The.TestInstallation));
    }

    [Fact]
    public void Every_date_with_right_check_digits_is_accepted_and_gives_the_date_back() =>
        Generated.Sample(number =>
        {
            Assert.Equal(number.Digits, Accepted(number.Digits, The.Production).Reveal());
            Assert.Equal(number.BirthDate, Accepted(number.Digits, The.Production).BirthDate);
        });

    [Fact]
    public void One_wrong_digit_is_always_found() =>
        Gen.Select(Generated, Gen.Int[0, 10], Gen.Int[1, 9]).Sample((number, position, shift) =>
        {
            var keyed = number.Digits.ToCharArray();
            keyed[position] = (char)('0' + ((keyed[position] - '0' + shift) % 10));

            Assert.Equal(NationalIdFault.WrongCheckDigits, Refused(new string(keyed), The.Production));
        });

    [Fact]
    public void No_input_makes_the_reading_throw() =>
        Gen.Select(Gen.String, Gen.Bool).Sample((keyed, norwegian) =>
        {
            var kind = norwegian ? NationalIdKind.Fodselsnummer : NationalIdKind.Personnummer;
            var accepted = NationalId.TryParse(keyed, kind, The.TestInstallation, The.Today, out var nationalId, out _);

            Assert.Equal(accepted, nationalId is not null);
        });

    private static readonly Gen<(string Digits, string BirthDate)> Generated =
        Gen.Select(Gen.Int[0, 36524], Gen.Int[0, 999], Gen.Int[0, 3], Gen.Bool)
            .Select((day, individual, remainder, isD) =>
            {
                var birthDate = new DateOnly(1950, 1, 1).AddDays(day).ToString("ddMMyy", System.Globalization.CultureInfo.InvariantCulture);
                var head = isD ? (char)(birthDate[0] + 4) + birthDate[1..] : birthDate;
                return (Digits: WithCheckDigits($"{head}{individual:D3}", remainder), BirthDate: birthDate);
            })
            .Where(number => number.Digits is not null)
            .Select(number => (number.Digits!, number.BirthDate));

    private static string? WithCheckDigits(string nine, int remainder = 0)
    {
        var first = (11 + remainder - (Sum(nine, [3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11)) % 11;
        if (first == 10)
            return null;
        var second = (11 - (Sum($"{nine}{first}", [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
        return second == 10 ? null : $"{nine}{first}{second}";
    }

    private static int Sum(string digits, int[] weights) => digits.Zip(weights, (digit, weight) => (digit - '0') * weight).Sum();

    private static NationalId Accepted(string keyed, NationalIdRules rules)
    {
        Assert.True(NationalId.TryParse(keyed, NationalIdKind.Fodselsnummer, rules, The.Today, out var nationalId, out var fault), fault.ToString());
        return nationalId;
    }

    private static NationalIdFault Refused(string? keyed, NationalIdRules rules)
    {
        Assert.False(NationalId.TryParse(keyed, NationalIdKind.Fodselsnummer, rules, The.Today, out var nationalId, out var fault));
        Assert.Null(nationalId);
        return fault;
    }
}
