using System.Globalization;
using CallerAuth.Identity;
using CsCheck;

namespace CallerAuth.Tests.Identity;

public class PersonnummerTests
{
    [Theory]
    [InlineData("189001019802", "010190")]
    [InlineData("189001029819", "020190")]
    [InlineData("190402299812", "290204")]
    [InlineData("199908072391", "070899")]
    [InlineData("200001052380", "050100")]
    [InlineData("191403702390", "100314")]
    [InlineData("191412802397", "201214")]
    [InlineData("196801642395", "040168")]
    [InlineData("196802020575", "020268")]
    [InlineData("195002229598", "220250")]
    [InlineData("200000672386", null)]
    [InlineData("191711602399", null)]
    [InlineData("191500722390", null)]
    public void A_personnummer_or_samordningsnummer_is_accepted(string keyed, string? birthDate)
    {
        var nationalId = Accepted(keyed, The.Production);

        Assert.Equal(keyed, nationalId.Reveal());
        Assert.Equal(birthDate, nationalId.BirthDate);
    }

    [Theory]
    [InlineData("189001019803", NationalIdFault.WrongCheckDigits)]
    [InlineData("18900101980", NationalIdFault.TooShort)]
    [InlineData("9001019802", NationalIdFault.TooShort)]
    [InlineData("1890010198020", NationalIdFault.TooLong)]
    [InlineData("900101-9802", NationalIdFault.NotDigits)]
    [InlineData("209001019802", NationalIdFault.NoSuchDate)]
    [InlineData("179001019802", NationalIdFault.NoSuchDate)]
    [InlineData("000000000000", NationalIdFault.NoSuchDate)]
    [InlineData("", NationalIdFault.Empty)]
    public void What_is_no_number_is_refused_with_its_fault(string keyed, object fault) =>
        Assert.Equal(fault, Refused(keyed, The.Production));

    [Fact]
    public void A_personnummer_has_neither_month_00_nor_day_00()
    {
        Assert.Equal(NationalIdFault.NoSuchDate, Refused(WithLuhn("19150012239"), The.Production));
        Assert.Equal(NationalIdFault.NoSuchDate, Refused(WithLuhn("19151100239"), The.Production));
        Assert.Equal(NationalIdFault.NoSuchDate, Refused(WithLuhn("19151392239"), The.Production));
        Assert.Equal(NationalIdFault.NoSuchDate, Refused(WithLuhn("19150291239"), The.Production));
    }

    [Fact]
    public void Somebody_born_tomorrow_is_refused()
    {
        Accepted(WithLuhn("20261123239"), The.Production);
        Assert.Equal(NationalIdFault.NoSuchDate, Refused(WithLuhn("20261124239"), The.Production));
    }

    [Theory]
    [InlineData("9908072391", "199908072391")]
    [InlineData("0001052380", "200001052380")]
    [InlineData("6802020575", "196802020575")]
    public void Ten_digits_get_their_century_where_the_installation_allows_them(string keyed, string twelve) =>
        Assert.Equal(twelve, Accepted(keyed, The.TestInstallation).Reveal());

    [Fact]
    public void Ten_digits_that_fit_a_child_and_a_person_over_a_hundred_are_unclear()
    {
        Assert.Equal(NationalIdFault.CenturyUnclear, Refused(WithLuhn("20131124239")[2..], The.TestInstallation));
        Assert.Equal(WithLuhn("20131123239"), Accepted(WithLuhn("20131123239")[2..], The.TestInstallation).Reveal());
    }

    [Fact]
    public void Ten_digits_of_a_date_still_to_come_belong_to_the_last_century() =>
        Assert.Equal(WithLuhn("19261124239"), Accepted(WithLuhn("19261124239")[2..], The.TestInstallation).Reveal());

    [Fact]
    public void Every_date_with_a_right_Luhn_digit_is_accepted_and_gives_the_date_back() =>
        Generated.Sample(number =>
        {
            Assert.Equal(number.Digits, Accepted(number.Digits, The.Production).Reveal());
            Assert.Equal(number.BirthDate, Accepted(number.Digits, The.Production).BirthDate);
        });

    [Fact]
    public void Ten_digits_of_a_grown_up_under_a_hundred_give_the_same_number_as_twelve() =>
        Generated.Where(number => number.Born > The.Today.AddYears(-100) && number.Born <= The.Today.AddYears(-13)).Sample(number =>
            Assert.Equal(number.Digits, Accepted(number.Digits[2..], The.TestInstallation).Reveal()));

    [Fact]
    public void One_wrong_digit_among_the_last_ten_is_always_found() =>
        Gen.Select(Generated, Gen.Int[2, 11], Gen.Int[1, 9]).Sample((number, position, shift) =>
        {
            var keyed = number.Digits.ToCharArray();
            keyed[position] = (char)('0' + ((keyed[position] - '0' + shift) % 10));

            Assert.Equal(NationalIdFault.WrongCheckDigits, Refused(new string(keyed), The.Production));
        });

    private static readonly Gen<(string Digits, string BirthDate, DateOnly Born)> Generated =
        Gen.Select(Gen.Int[0, 45000], Gen.Int[0, 999], Gen.Bool).Select((days, birthNumber, isCoordination) =>
        {
            var born = The.Today.AddDays(-days);
            var day = isCoordination ? born.Day + 60 : born.Day;
            return (
                WithLuhn($"{born.Year:D4}{born.Month:D2}{day:D2}{birthNumber:D3}"),
                born.ToString("ddMMyy", CultureInfo.InvariantCulture),
                born);
        });

    private static string WithLuhn(string eleven)
    {
        var sum = eleven[2..].Select((digit, i) => (digit - '0') * (i % 2 == 0 ? 2 : 1)).Sum(product => (product / 10) + (product % 10));
        return $"{eleven}{(10 - (sum % 10)) % 10}";
    }

    private static NationalId Accepted(string keyed, NationalIdRules rules)
    {
        Assert.True(NationalId.TryParse(keyed, NationalIdKind.Personnummer, rules, The.Today, out var nationalId, out var fault), fault.ToString());
        return nationalId;
    }

    private static NationalIdFault Refused(string keyed, NationalIdRules rules)
    {
        Assert.False(NationalId.TryParse(keyed, NationalIdKind.Personnummer, rules, The.Today, out _, out var fault));
        return fault;
    }
}
