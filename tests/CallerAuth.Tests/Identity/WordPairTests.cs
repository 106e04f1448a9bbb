using CallerAuth.Identity;

namespace CallerAuth.Tests.Identity;

public class WordPairTests
{
    [Theory]
    [InlineData("Frekk julekos", "Frekk", "julekos")]
    [InlineData("Frekk Julekos", "Frekk", "Julekos")]
    [InlineData("  Umulig \t kanel\n", "Umulig", "kanel")]
    [InlineData("Årets blåbær-is", "Årets", "blåbær-is")]
    [InlineData("A\u030Arets is", "A\u030Arets", "is")]
    [InlineData("Grand'mère", "Grand'mère")]
    [InlineData("en to tre fire fem seks", "en", "to", "tre", "fire", "fem", "seks")]
    public void Words_are_read_from_the_binding_message(string bindingMessage, params string[] words)
    {
        Assert.True(WordPair.TryParse(bindingMessage, out var wordPair));

        Assert.Equal(words, wordPair.Words);
        Assert.Equal(wordPair, WordPair.Parse(wordPair.Value));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("en to tre fire fem seks sju")]
    [InlineData("Frekk <break/>")]
    [InlineData("Frekk & julekos")]
    [InlineData("Frekk 12345")]
    [InlineData("Frekk, julekos")]
    [InlineData("-julekos")]
    [InlineData("Frekk \u0007julekos")]
    [InlineData("Frekk \U0001F384")]
    [InlineData("\u030A")]
    public void What_is_no_pair_of_words_is_refused(string? bindingMessage)
    {
        Assert.False(WordPair.TryParse(bindingMessage, out var wordPair));
        Assert.Null(wordPair);
    }

    [Fact]
    public void Words_together_are_no_longer_than_a_hundred_characters()
    {
        Assert.True(WordPair.TryParse(new string('a', 100), out _));
        Assert.False(WordPair.TryParse(new string('a', 101), out _));
        Assert.False(WordPair.TryParse("a" + new string(' ', 1000), out _));
    }
}
