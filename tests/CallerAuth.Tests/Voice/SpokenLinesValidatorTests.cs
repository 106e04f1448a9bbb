using CallerAuth.Lines;
using CallerAuth.Tests.Calls;
using CallerAuth.Tests.Contracts;
using CallerAuth.Voice;

namespace CallerAuth.Tests.Voice;

public class SpokenLinesValidatorTests
{
    private static readonly Prompts Spoken = new();
    private static readonly SpokenLinesValidator Validator = new(Spoken, new Speech(Spoken), Some.EIds);

    [Fact]
    public void A_line_that_can_say_everything_passes() => Assert.Empty(FaultsOf(line =>
    {
        line.Languages = [.. Prompts.Languages];
        line.Voices["nb-NO"] = "Polly.Liv";
        Own(line, "nb-NO", ("Welcome", "Hei, dette er {org}."), ("EidChoice", "Tast {key} for {eid}."), ("Goodbye", "https://cdn.example/a.mp3"), ("Approved", "http://127.0.0.1/a.mp3"));
    }));

    [Fact]
    public void A_language_that_is_not_spoken_here()
    {
        var fault = Assert.Single(FaultsOf(line => line.Languages = ["nb-NO", "fi-FI"]));

        Assert.StartsWith("Lines:+4721000000:Languages: \"fi-FI\"", fault, StringComparison.Ordinal);
        Assert.Contains("nb-NO, sv-SE, da-DK, en-GB", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nb-NO", "Polly.Elin-Neural")]
    [InlineData("nb-NO", "alice")]
    [InlineData("fi-FI", "Polly.Suvi-Neural")]
    public void A_voice_that_does_not_speak_the_language(string language, string voice) =>
        Assert.StartsWith($"Lines:+4721000000:Voices:{language}: ", Assert.Single(FaultsOf(line => line.Voices[language] = voice)), StringComparison.Ordinal);

    [Theory]
    [InlineData("Welcom", "Hei.")]
    [InlineData("welcome", "Hei.")]
    [InlineData("3", "Hei.")]
    [InlineData("Welcome", "")]
    [InlineData("Welcome", "Hei {name}.")]
    [InlineData("Welcome", "Hei {}.")]
    [InlineData("Welcome", "http://cdn.example/a.mp3")]
    [InlineData("Welcome", "https://")]
    [InlineData("BindingMessage", "https://cdn.example/a.mp3")]
    public void A_prompt_that_could_not_be_said(string prompt, string text)
    {
        var fault = Assert.Single(FaultsOf(line => Own(line, "nb-NO", (prompt, text))));

        Assert.StartsWith($"Lines:+4721000000:Prompts:nb-NO:{prompt}: ", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Prompts_in_a_language_that_is_not_spoken_here() => Assert.StartsWith(
        "Lines:+4721000000:Prompts:fi-FI: ",
        Assert.Single(FaultsOf(line => Own(line, "fi-FI", ("Welcome", "Hei.")))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(200, 0)]
    [InlineData(201, 1)]
    public void A_binding_message_that_the_provider_would_not_take(int length, int faults)
    {
        var text = "{org}" + new string('x', length - "Nordlys Forsikring".Length);

        Assert.Equal(faults, FaultsOf(line =>
        {
            (line.Languages, line.Eids) = (["sv-SE"], ["se-bankid"]);
            Own(line, "sv-SE", ("BindingMessage", text));
        }).Length);
        Assert.Empty(FaultsOf(line => Own(line, "nb-NO", ("BindingMessage", text))));
    }

    [Fact]
    public void Every_fault_is_told_at_once() => Assert.Equal(5, FaultsOf(line =>
    {
        line.Languages = ["fi-FI", "de-DE"];
        line.Voices["nb-NO"] = "alice";
        Own(line, "nb-NO", ("Nonsense", "Hei."), ("Goodbye", " "));
    }).Length);

    private static void Own(LineOptions line, string language, params (string Key, string Text)[] prompts) =>
        line.Prompts[language] = prompts.ToDictionary(prompt => prompt.Key, prompt => prompt.Text, StringComparer.Ordinal);

    private static string[] FaultsOf(Action<LineOptions> change)
    {
        var lines = new LinesOptions();
        lines.Lines["+4721000000"] = Some.LineOptions(change);
        return Faults.In(Validator, lines);
    }
}
