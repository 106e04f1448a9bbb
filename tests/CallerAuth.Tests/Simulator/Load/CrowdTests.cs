using CallerAuth.Identity;
using CallerAuth.Simulator.Load;
using CallerAuth.Simulator.Provider;

namespace CallerAuth.Tests.Simulator.Load;

public sealed class CrowdTests
{
    private static readonly DateOnly Today = new(2026, 11, 23);

    [Fact]
    public void Everybody_in_the_crowd_is_somebody_else_with_a_number_that_the_service_takes()
    {
        var crowd = new Crowd();
        TestPerson[] people = [.. Enumerable.Range(0, 20_000).Select(n => n % 4 == 0 ? crowd.NextSwede() : crowd.NextNorwegian())];

        Assert.Equal(people.Length, people.Select(person => person.NationalId).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(people.Length, people.Select(person => person.FamilyName).Distinct(StringComparer.Ordinal).Count());
        Assert.All(people, person => Assert.True(
            NationalId.TryParse(person.NationalId, person.IsNorwegian ? NationalIdKind.Fodselsnummer : NationalIdKind.Personnummer, new NationalIdRules { AllowSynthetic = true }, Today, out _, out var fault),
            $"{person.NationalId}: {fault}"));
    }

    [Fact]
    public void Nobody_living_was_born_when_a_swede_of_the_crowd_was()
    {
        var crowd = new Crowd();

        Assert.All(Enumerable.Range(0, 80_000).Select(_ => crowd.NextSwede()), person => Assert.InRange(person.BirthDate!.Value.Year, 1890, 1909));
    }
}
