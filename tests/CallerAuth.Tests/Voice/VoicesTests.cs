using CallerAuth.Voice;

namespace CallerAuth.Tests.Voice;

public class VoicesTests
{
    public static TheoryData<string> Languages => [.. Prompts.Languages];

    [Theory]
    [MemberData(nameof(Languages))]
    public void The_default_voice_speaks_its_language_and_no_other(string language)
    {
        var voice = Voices.Default(language);

        Assert.Equal([language], Prompts.Languages.Where(other => Voices.Speaks(voice, other)));
    }

    [Theory]
    [InlineData("Polly.Liv", "nb-NO")]
    [InlineData("Google.nb-NO-Wavenet-G", "nb-NO")]
    [InlineData("Polly.Astrid", "sv-SE")]
    [InlineData("Polly.Mads", "da-DK")]
    [InlineData("Google.da-DK-Neural2-F", "da-DK")]
    [InlineData("Polly.Arthur-Neural", "en-GB")]
    [InlineData("Google.en-GB-Chirp3-HD-Kore", "en-GB")]
    public void A_voice_that_Twilio_lists_speaks(string voice, string language)
    {
        Assert.True(Voices.Speaks(voice, language));
    }

    [Theory]
    [InlineData("Polly.Ida-Neural", "sv-SE")]
    [InlineData("Google.nb-NO-Wavenet-A", "en-GB")]
    [InlineData("Google.nb-NO-Wavenet-Z", "nb-NO")]
    [InlineData("polly.ida-neural", "nb-NO")]
    [InlineData("Polly.Joanna-Neural", "en-GB")]
    [InlineData("alice", "nb-NO")]
    [InlineData("", "nb-NO")]
    [InlineData("Polly.Suvi-Neural", "fi-FI")]
    public void A_voice_that_Twilio_does_not_list_for_the_language_does_not_speak_it(string voice, string language)
    {
        Assert.False(Voices.Speaks(voice, language));
    }

    [Fact]
    public void No_voice_is_listed_for_two_languages()
    {
        var all = Prompts.Languages.SelectMany(Voices.Of).ToList();

        Assert.Equal(all.Distinct(StringComparer.Ordinal).Count(), all.Count);
        Assert.All(Prompts.Languages, language => Assert.NotEmpty(Voices.Of(language)));
    }
}
