using CallerAuth.Simulator.Scenarios;

namespace CallerAuth.Tests.Simulator;

public sealed class PeopleTests
{
    [Fact]
    public void Made_up_norwegians_have_synthetic_numbers_with_both_check_digits_right()
    {
        var people = Enumerable.Range(0, 1000).Select(People.Norwegian).ToList();

        Assert.Equal(people.Count, people.Select(person => person.NationalId).Distinct(StringComparer.Ordinal).Count());
        Assert.All(people, person =>
        {
            Assert.Equal(0, Remainder(person.NationalId, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1, 0]));
            Assert.Equal(0, Remainder(person.NationalId, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]));
            Assert.InRange(person.NationalId[2], '8', '9');
            Assert.NotNull(person.BirthDate);
        });
    }

    [Fact]
    public void A_birth_date_is_read_from_d_numbers_and_synthetic_ones()
    {
        Assert.Equal(new DateOnly(2020, 11, 17), new CallerAuth.Simulator.Provider.TestPerson("57912075186", "D", "Tenor").BirthDate);
        Assert.Equal(new DateOnly(1904, 2, 29), People.Doris.BirthDate);
    }

    private static int Remainder(string number, int[] weights) => number.Select((digit, place) => (digit - '0') * weights[place]).Sum() % 11;
}
