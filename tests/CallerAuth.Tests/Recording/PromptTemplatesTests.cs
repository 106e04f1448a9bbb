using CallerAuth.Lines;
using CallerAuth.Recording;
using CallerAuth.Tests.Calls;
using CallerAuth.Voice;

namespace CallerAuth.Tests.Recording;

/// <summary>What is written down of a sentence: its words as they were written, and nothing that was filled in but a key and an eID.</summary>
public class PromptTemplatesTests
{
    private const string Name = "Kari Nordmann";

    private readonly PromptTemplates _templates = new(new Prompts());

    [Fact]
    public void A_menu_keeps_its_key_and_its_eID()
    {
        var line = LineThatSays(own: null);
        var said = new Prompts().Text("en-GB", PromptKey.EidChoice).Replace("{eid}", "Norwegian BankID", StringComparison.Ordinal).Replace("{key}", "1", StringComparison.Ordinal);

        Assert.EndsWith("1.", _templates.Of(line, "en-GB", said), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{eid}: {key}.")]
    [InlineData("{eid} {key}")]
    public void A_whisper_leaves_the_name_out_whatever_the_lines_own_prompts_are(string? own)
    {
        var line = LineThatSays(own);
        var said = new Prompts().Text("en-GB", PromptKey.WhisperVerified).Replace("{name}", Name, StringComparison.Ordinal);
        Assert.Contains(Name, said, StringComparison.Ordinal);

        Assert.DoesNotContain("Nordmann", _templates.Of(line, "en-GB", said), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_sentence_of_ours_is_not_written_down() => Assert.Equal(PromptTemplates.Unknown, _templates.Of(LineThatSays(own: null), "en-GB", $"Hello {Name}"));

    private static Line LineThatSays(string? own)
    {
        var options = new LineOptions { Name = "Nordlys Forsikring" };
        if (own is not null)
            options.Prompts["en-GB"] = new Dictionary<string, string>(StringComparer.Ordinal) { [nameof(PromptKey.EidChoice)] = own };
        return new Line(options, [Some.EIds.Get("no-bankid"), Some.EIds.Get("se-bankid")]);
    }
}
