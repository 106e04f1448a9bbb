using System.Collections;
using System.Globalization;
using System.Resources;
using CallerAuth.Voice;

namespace CallerAuth.Tests.Voice;

public class PromptsTests
{
    private static readonly Prompts Prompts = new();

    private static readonly PromptKey[] Keys = Enum.GetValues<PromptKey>();

    /// <summary>Names that stand inside another sentence.</summary>
    private static readonly PromptKey[] Names = [PromptKey.EidNoBankId, PromptKey.EidSeBankId];

    public static TheoryData<string> Languages => [.. Prompts.Languages];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_key_has_a_line_and_every_line_has_a_key(string language)
    {
        var set = new ResourceManager(typeof(Prompts))
            .GetResourceSet(CultureInfo.GetCultureInfo(language), createIfNotExists: true, tryParents: false);

        var names = set!.Cast<DictionaryEntry>().Select(entry => (string)entry.Key).Order(StringComparer.Ordinal);

        Assert.Equal(Keys.Select(key => key.ToString()).Order(StringComparer.Ordinal), names);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void The_placeholders_of_a_line_are_the_same_in_every_language(string language)
    {
        foreach (var key in Keys)
            Assert.Equal(Prompts.Placeholders(Prompts.Text("en-GB", key)).Order(), Prompts.Placeholders(Prompts.Text(language, key)).Order());
    }

    [Theory]
    [InlineData("nb-NO")]
    [InlineData("sv-SE")]
    [InlineData("da-DK")]
    public void No_line_is_borrowed_from_English(string language)
    {
        Assert.All(Keys, key => Assert.NotEqual(Prompts.Text("en-GB", key), Prompts.Text(language, key)));
    }

    [Theory]
    [InlineData("nn-NO")]
    [InlineData("fi-FI")]
    [InlineData("en")]
    [InlineData("")]
    public void A_language_that_we_do_not_speak_is_refused_and_not_answered_in_another(string language)
    {
        Assert.Throws<ArgumentException>(() => Prompts.Text(language, PromptKey.Goodbye));
    }

    [Fact]
    public void Each_language_is_offered_in_its_own_words()
    {
        Assert.Equal(
            ["For norsk, tast 1.", "För svenska, tryck 2.", "For dansk, tryk 3.", "For English, press 4."],
            Prompts.Languages.Select((language, i) => Prompts.Text(language, PromptKey.LanguageChoice, ("key", $"{i + 1}"))));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_line_is_plain_speech_in_whole_sentences(string language)
    {
        foreach (var key in Keys.Except(Names))
        {
            var line = Prompts.Text(language, key);

            Assert.Equal(line.Trim(), line);
            Assert.DoesNotContain(line, character => "<>&#*_/\n\t\u00a0".Contains(character, StringComparison.Ordinal));
            Assert.Contains(line[^1], ".?:");
            Assert.True(char.IsUpper(line[0]), $"{language} {key} begins with a small letter.");
        }
    }

    /// <summary>A caller holds one sentence in mind; twenty-four words are about ten seconds of speech.</summary>
    [Theory]
    [MemberData(nameof(Languages))]
    public void A_sentence_is_short_enough_to_be_followed_by_ear(string language)
    {
        var sentences = Keys.SelectMany(key => Prompts.Text(language, key).Split(['.', '?', ':']));

        Assert.All(sentences, sentence => Assert.True(sentence.Split(' ').Length <= 24, sentence));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_binding_message_holds_a_long_name_within_a_hundred_characters(string language)
    {
        var message = Prompts.Text(language, PromptKey.BindingMessage, ("org", "Nordlys Forsikring och Pension"));

        Assert.InRange(message.Length, 1, 100);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_whisper_about_an_unverified_caller_does_not_begin_like_one_about_a_verified_caller(string language)
    {
        var verified = Prompts.Text(language, PromptKey.WhisperVerified)[..4];

        Assert.StartsWith(verified, Prompts.Text(language, PromptKey.WhisperVerifiedNameless), StringComparison.Ordinal);
        Assert.False(Prompts.Text(language, PromptKey.WhisperUnverified).StartsWith(verified, StringComparison.Ordinal));
    }

    [Fact]
    public void Placeholders_are_filled_and_the_values_are_taken_as_they_are()
    {
        Assert.Equal("Welcome to {key} & sons.", Prompts.Text("en-GB", PromptKey.MenuWelcome, ("key", "1"), ("org", "{key} & sons")));
        Assert.Equal("a} {b", Prompts.Fill("a} {b"));
    }

    [Fact]
    public void A_placeholder_that_nobody_fills_is_a_fault_and_never_spoken()
    {
        var fault = Assert.Throws<ArgumentException>(() => Prompts.Text("en-GB", PromptKey.EidChoice, ("key", "1")));

        Assert.Contains("{eid}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_placeholders_of_a_line_can_be_asked_for()
    {
        Assert.Equal(["eid", "key"], Prompts.Placeholders("For {eid}, press {key}, yes {key}.").Order());
    }
}
