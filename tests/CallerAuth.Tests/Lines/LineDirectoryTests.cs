using CallerAuth.Lines;
using CallerAuth.Tests.Calls;
using Microsoft.Extensions.Options;

namespace CallerAuth.Tests.Lines;

public class LineDirectoryTests
{
    [Fact]
    public void A_number_that_is_no_line_of_its_own_belongs_to_the_line_for_any_number()
    {
        Assert.Equal("Nordlys", Directory("+4721000000", "*").Find("+4721000000")!.Options.Name);
        Assert.Equal("Any", Directory("+4721000000", "*").Find("+4799999999")!.Options.Name);
        Assert.Null(Directory("+4721000000").Find("+4799999999"));
    }

    [Fact]
    public void An_agent_is_spoken_to_as_on_the_line_that_dials_them()
    {
        var lines = Directory("+4721000000", "*");

        Assert.Equal("Any", lines.ForAgent("+46810000000").Options.Name);
        Assert.Equal("Nordlys", lines.ForAgent("+4722000000").Options.Name);
        Assert.Same(lines.First, lines.ForAgent("client:somebody"));
    }

    private static LineDirectory Directory(params string[] numbers)
    {
        var options = new LinesOptions();
        foreach (var number in numbers)
        {
            var isAny = number == LinesOptions.AnyOther;
            options.Lines[number] = new LineOptions
            {
                Name = isAny ? "Any" : "Nordlys",
                Languages = ["nb-NO"],
                Eids = ["no-bankid"],
                WhenUnverified = new Destination { Kind = DestinationKind.Number, Number = isAny ? "+46810000000" : "+4722000000" },
            };
        }

        return new LineDirectory(Options.Create(options), Some.EIds);
    }
}
