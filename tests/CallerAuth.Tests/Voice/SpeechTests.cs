using System.Xml.Linq;
using CallerAuth.Identity;
using CallerAuth.Lines;
using CallerAuth.Tests.Calls;
using CallerAuth.Voice;
using Twilio.TwiML;

namespace CallerAuth.Tests.Voice;

public class SpeechTests
{
    private static readonly Speech Speech = new(new Prompts());

    [Fact]
    public void A_prompt_is_said_in_its_language_by_the_voice_of_that_language() => Assert.Equal(
        """<Say voice="Polly.Amy-Neural" language="en-GB">Welcome to Nordlys Forsikring.</Say>""",
        Said(Some.LineOptions(), "en-GB", PromptKey.MenuWelcome));

    [Fact]
    public void A_line_may_have_its_own_voice_for_a_language()
    {
        var line = Some.LineOptions(options => options.Voices["nb-NO"] = "Polly.Liv");

        Assert.Contains("Polly.Liv", Said(line, "nb-NO", PromptKey.Goodbye), StringComparison.Ordinal);
        Assert.Contains("Polly.Amy-Neural", Said(line, "en-GB", PromptKey.Goodbye), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_may_have_its_own_words_with_the_same_placeholders()
    {
        var line = Own("en-GB", PromptKey.EidChoice, "{org}: press {key} for {eid}.");

        Assert.Equal(
            """<Say voice="Polly.Amy-Neural" language="en-GB">Nordlys Forsikring: press 2 for BankID.</Say>""",
            Said(line, "en-GB", PromptKey.EidChoice, ("eid", "BankID"), ("key", "2")));
    }

    [Fact]
    public void Own_words_count_in_their_language_alone() =>
        Assert.DoesNotContain("Hallo", Said(Own("nb-NO", PromptKey.Goodbye, "Hallo."), "sv-SE", PromptKey.Goodbye), StringComparison.Ordinal);

    [Fact]
    public void A_recording_is_played_instead_of_the_words() => Assert.Equal(
        "<Play>https://cdn.example/ha%20det.mp3</Play>",
        Said(Own("nb-NO", PromptKey.Goodbye, "https://cdn.example/ha%20det.mp3"), "nb-NO", PromptKey.Goodbye));

    [Fact]
    public void A_company_may_be_called_anything()
    {
        var line = Some.LineOptions(options => options.Name = "<Hangup/> & {key} AS");

        Assert.Equal("Welcome to <Hangup/> & {key} AS.", XElement.Parse(Said(line, "en-GB", PromptKey.MenuWelcome)).Value);
    }

    [Fact]
    public void The_words_are_read_slowly_and_each_apart_by_a_Norwegian_voice() => Assert.Equal(
        """<Say voice="Polly.Ida-Neural" language="nb-NO"><prosody rate="85%">Frekk</prosody><break time="500ms" /><prosody rate="85%">Julekos</prosody><break time="500ms" /></Say>""",
        Words(Some.LineOptions(options => options.Languages = ["en-GB"])));

    [Fact]
    public void The_words_are_read_by_the_lines_own_Norwegian_voice_also_among_English_prompts()
    {
        var line = Some.LineOptions(options => (options.Languages, options.Voices["nb-NO"], options.Voices["en-GB"]) = (["en-GB"], "Polly.Liv", "Polly.Brian"));

        Assert.StartsWith("""<Say voice="Polly.Liv" language="nb-NO">""", Words(line), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_shown_is_text_even_where_a_recording_was_given()
    {
        Assert.Equal("Norwegian BankID", Speech.Text(Own("en-GB", PromptKey.EidNoBankId, "https://cdn.example/a.mp3"), "en-GB", PromptKey.EidNoBankId));
        Assert.Equal("BankID of Norway", Speech.Text(Own("en-GB", PromptKey.EidNoBankId, "BankID of Norway"), "en-GB", PromptKey.EidNoBankId));
    }

    [Theory]
    [InlineData("https://a.example/x.mp3", true)]
    [InlineData("http://127.0.0.1:5080/x.mp3", true)]
    [InlineData("HTTPS, spelt out.", false)]
    [InlineData("See https://a.example.", false)]
    public void A_recording_is_told_from_words_by_its_beginning(string text, bool isAudio) => Assert.Equal(isAudio, Speech.IsAudio(text));

    private static LineOptions Own(string language, PromptKey key, string text) =>
        Some.LineOptions(line => line.Prompts[language] = new Dictionary<string, string>(StringComparer.Ordinal) { [key.ToString()] = text });

    private static string Said(LineOptions line, string language, PromptKey key, params ReadOnlySpan<(string Placeholder, string Value)> values)
    {
        var document = new VoiceResponse();
        Speech.Say(document, line, language, key, values);
        return document.ToXDocument().Root!.Elements().Single().ToString(SaveOptions.DisableFormatting);
    }

    private static string Words(LineOptions line)
    {
        var document = new VoiceResponse();
        Speech.SayWords(document, line, WordPair.Parse("Frekk Julekos"));
        return document.ToXDocument().Root!.Elements().Single().ToString(SaveOptions.DisableFormatting);
    }
}
