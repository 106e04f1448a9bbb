using System.Xml.Linq;
using CallerAuth.Tests.Contracts;
using CallerAuth.Voice;

namespace CallerAuth.Tests.Voice;

/// <summary>The document that Twilio reads when we are down is a file, so nothing but a test keeps its words and voices those of the service.</summary>
public class PromptsInFallbackTests
{
    private static readonly XElement Response = XDocument.Load(Repository.PathOf("twiml-samples", "voice-fallback.xml")).Root!;

    [Fact]
    public void It_apologises_in_the_words_of_the_service_before_it_dials()
    {
        var prompts = new Prompts();

        var apologies = Response.Element("Dial")!.ElementsBeforeSelf("Say").ToList();

        Assert.NotEmpty(apologies);
        Assert.All(apologies, say => Assert.Equal(prompts.Text(Language(say), PromptKey.Apology), say.Value));
    }

    [Fact]
    public void Each_voice_speaks_its_language()
    {
        Assert.All(Response.Elements("Say"), say => Assert.True(Voices.Speaks((string)say.Attribute("voice")!, Language(say))));
    }

    [Fact]
    public void It_leads_to_an_agent_then_to_an_end_and_needs_no_address_of_ours()
    {
        Assert.Equal("Response", Response.Name);
        Assert.Equal(["Dial", "Hangup"], Response.Elements().Select(verb => verb.Name.LocalName).Where(verb => verb != "Say"));
        Assert.StartsWith("+", Response.Element("Dial")!.Element("Number")!.Value, StringComparison.Ordinal);
        Assert.DoesNotContain(Response.Descendants().Attributes(), attribute => attribute.Name.LocalName is "action" or "url");
    }

    private static string Language(XElement say) => (string)say.Attribute("language")!;
}
