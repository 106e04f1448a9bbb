using CallerAuth.Agents.Console;
using CallerAuth.Agents.Statistics;

namespace CallerAuth.Tests.Agents.Statistics;

public class TodayWordsTests
{
    public static TheoryData<string> Languages => ["nb-NO", "sv-SE", "da-DK", "en-GB"];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_text_and_every_name_is_there(string language)
    {
        var words = new TodayWords(language);

        Assert.All(Enum.GetValues<TodayWord>(), word => Assert.NotEmpty(words[word]));
        Assert.All(Figure.Funnel, step => Assert.NotEmpty(words.NameOf("Funnel", step)));
        Assert.All(Figure.Places, place => Assert.NotEmpty(words.NameOf("Left", place)));
        Assert.All(Figure.Reasons, reason => Assert.NotEmpty(words.NameOf("Reason", reason)));
    }

    [Theory]
    [InlineData("60", "Half were done within 60 s.")]
    [InlineData("more", "Half took longer than 300 s.")]
    public void How_long_they_took_is_a_sentence(string bucket, string sentence) =>
        Assert.Equal(sentence, new TodayWords("en-GB").Within(bucket, TodayWord.Half, TodayWord.HalfLonger));

    [Fact]
    public void A_part_of_nothing_is_a_dash() => Assert.Equal("–", new TodayWords("nb-NO").Part(0, 0));
}
