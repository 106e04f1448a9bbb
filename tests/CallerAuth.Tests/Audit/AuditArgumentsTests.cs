using CallerAuth.Audit;
using CallerAuth.Identity;

namespace CallerAuth.Tests.Audit;

public class AuditArgumentsTests
{
    [Fact]
    public void Without_words_everything_is_printed_as_a_table()
    {
        Assert.True(AuditArguments.TryParse([], out var arguments));

        Assert.Equal((null, null, false, false), (arguments.From, arguments.To, arguments.AsJsonLines, arguments.OfOnePerson));
    }

    [Fact]
    public void All_words_in_any_order()
    {
        Assert.True(AuditArguments.TryParse(["--jsonl", "--to", "2026-11-23", "--person-stdin", "--from", "2026-01-01", "--kind", "personnummer"], out var arguments));

        Assert.Equal(
            (new DateOnly(2026, 1, 1), new DateOnly(2026, 11, 23), true, true, NationalIdKind.Personnummer),
            (arguments.From, arguments.To, arguments.AsJsonLines, arguments.OfOnePerson, arguments.Kind));
    }

    [Fact]
    public void One_telephone_is_looked_for_without_a_kind()
    {
        Assert.True(AuditArguments.TryParse(["--number-stdin", "--jsonl"], out var arguments));

        Assert.Equal((true, false), (arguments.OfOneNumber, arguments.OfOnePerson));
    }

    [Theory]
    [InlineData("--nonsense")]
    [InlineData("--number-stdin +4790000001")]
    [InlineData("--number-stdin --kind fodselsnummer")]
    [InlineData("--number-stdin --person-stdin --kind fodselsnummer")]
    [InlineData("--from")]
    [InlineData("--from 23.11.2026")]
    [InlineData("--to 2026-13-01")]
    [InlineData("--kind passport")]
    [InlineData("--person-stdin")]
    [InlineData("--kind fodselsnummer")]
    [InlineData("--person-stdin --kind fodselsnummer 17912099997")]
    public void What_is_not_understood_is_not_guessed(string words) => Assert.False(AuditArguments.TryParse(words.Split(' '), out _));
}
