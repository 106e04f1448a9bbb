using CallerAuth.Lines;
using CallerAuth.Tests.Calls;
using CallerAuth.Tests.Contracts;

namespace CallerAuth.Tests.Lines;

public class LinesOptionsValidatorTests
{
    private static readonly LinesOptionsValidator Validator = new(Some.EIds);

    [Theory]
    [InlineData("+4721000000")]
    [InlineData("*")]
    public void A_good_line_passes(string number) => Assert.Empty(Faults.In(Validator, Lines(number)));

    [Fact]
    public void No_line_at_all() => Assert.Equal(["Lines"], Faults.KeysIn(Validator, new LinesOptions()));

    [Theory]
    [InlineData("21000000")]
    [InlineData("+0123456")]
    [InlineData("+47 21 00 00 00")]
    [InlineData("**")]
    public void A_number_that_is_not_in_E164_form(string number)
    {
        var fault = Assert.Single(Validator.Validate(null, Lines(number)).Failures!);
        Assert.Contains("+4721000000", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_of_every_line_is_told_at_once()
    {
        var lines = Lines("+4721000000", line => (line.Name, line.Languages, line.Eids, line.WhenVerified, line.WhenUnverified) = (" ", [], [], new(), new()));
        lines.Lines["*"] = Some.LineOptions(line => line.MaxWait = TimeSpan.FromSeconds(19));
        lines.Unreadable.Add("Lines:+4700000000:WhenVerified:Kind: Nowhere is no destination.");

        Assert.Equal(
            [
                "Lines:+4700000000:WhenVerified:Kind", "Lines:+4721000000:Name", "Lines:+4721000000:Languages", "Lines:+4721000000:Eids",
                "Lines:+4721000000:WhenVerified:Kind", "Lines:+4721000000:WhenUnverified:Kind", "Lines:*:MaxWait",
            ],
            Faults.KeysIn(Validator, lines));
    }

    [Fact]
    public void An_eID_that_is_not_known_is_named_with_those_that_are()
    {
        var fault = Assert.Single(Faults.In(Validator, Lines("*", line => line.Eids = ["no-bankid", "dk-mitid"])));

        Assert.StartsWith("Lines:*:Eids: \"dk-mitid\"", fault, StringComparison.Ordinal);
        Assert.Contains("no-bankid, se-bankid", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_listed_twice()
    {
        Assert.Equal(["Lines:*:Languages"], Faults.KeysIn(Validator, Lines("*", line => line.Languages = ["nb-NO", "nb-NO"])));
        Assert.Equal(["Lines:*:Eids"], Faults.KeysIn(Validator, Lines("*", line => line.Eids = ["no-bankid", "no-bankid"])));
    }

    [Fact]
    public void A_menu_longer_than_the_keypad() => Assert.Contains(
        "Lines:*",
        Faults.KeysIn(Validator, Lines("*", line => line.Languages = [.. Enumerable.Range(0, 10).Select(i => $"l{i}")])));

    [Theory]
    [InlineData(19, false)]
    [InlineData(20, true)]
    [InlineData(900, true)]
    [InlineData(901, false)]
    public void How_long_a_caller_may_wait(int seconds, bool good) =>
        Assert.Equal(good ? [] : ["Lines:*:MaxWait"], Faults.KeysIn(Validator, Lines("*", line => line.MaxWait = TimeSpan.FromSeconds(seconds))));

    public static TheoryData<string, string> Incomplete => new()
    {
        { "TaskRouter", "WorkflowSid" }, { "Queue", "Name" }, { "Number", "Number" }, { "Client", "Identity" }, { "Sip", "Uri" }, { "Unset", "Kind" },
    };

    [Theory]
    [MemberData(nameof(Incomplete))]
    public void A_destination_without_what_its_kind_needs(string kind, string key)
    {
        var to = new Destination { Kind = Enum.Parse<DestinationKind>(kind) };

        Assert.Equal([$"Lines:*:WhenVerified:{key}"], Faults.KeysIn(Validator, Lines("*", line => line.WhenVerified = to)));
    }

    [Fact]
    public void Every_kind_but_a_goodbye_needs_something() =>
        Assert.Equal(Enum.GetNames<DestinationKind>().Except(["Hangup"]).Order(StringComparer.Ordinal), Incomplete.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));

    [Fact]
    public void What_Twilio_would_not_take()
    {
        Destination[] bad =
        [
            new() { Kind = DestinationKind.TaskRouter, WorkflowSid = "WW1" },
            new() { Kind = DestinationKind.TaskRouter, WorkflowSid = Some.WorkflowSid + "\n" },
            new() { Kind = DestinationKind.TaskRouter, WorkflowSid = Some.WorkflowSid, Priority = -1 },
            new() { Kind = DestinationKind.Queue, Name = new string('q', 65) },
            new() { Kind = DestinationKind.Number, Number = "22000000" },
            new() { Kind = DestinationKind.Client, Identity = new string('i', 257) },
            new() { Kind = DestinationKind.Sip, Uri = "sip:agents@pbx.example?X-Evil=1" },
            new() { Kind = DestinationKind.Sip, Uri = "tel:+4722000000" },
            new() { Kind = DestinationKind.Sip, Uri = "sip:" + new string('a', 250) + "@pbx.example" },
            new() { Kind = DestinationKind.Hangup, RingFor = TimeSpan.FromSeconds(4) },
            new() { Kind = DestinationKind.Hangup, RingFor = TimeSpan.FromMinutes(11) },
        ];

        Assert.All(bad, to => Assert.Single(Faults.In(Validator, Lines("*", line => line.WhenUnverified = to))));
    }

    private static LinesOptions Lines(string number, Action<LineOptions>? change = null)
    {
        var lines = new LinesOptions();
        lines.Lines[number] = Some.LineOptions(change);
        return lines;
    }
}
