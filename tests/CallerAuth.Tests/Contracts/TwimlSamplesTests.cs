using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using CallerAuth.Tests.Identity;
using CallerAuth.Tests.Twilio;
using CallerAuth.Voice;

namespace CallerAuth.Tests.Contracts;

/// <summary>twiml-samples/ holds what callers hear, moment by moment, so that a change of words or order is read before it is heard.</summary>
public partial class TwimlSamplesTests
{
    private const int MostBytes = 64 * 1024;

    public static TheoryData<string> Names => [.. TwimlSamples.All.Select(sample => sample.Name)];

    public static TheoryData<string> Files => [.. Directory.GetFiles(Repository.PathOf("twiml-samples"), "*.xml").Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_sample_is_what_the_service_renders(string name)
    {
        var path = Repository.PathOf("twiml-samples", name + ".xml");
        var rendered = Normalized(Of(name).Document.ToXDocument());

        if (Repository.Rewrites)
            Write(path, rendered);

        Assert.True(File.Exists(path), $"twiml-samples/{name}.xml is missing. {Repository.HowToRewrite}");
        Assert.True(
            XNode.DeepEquals(rendered, Normalized(XDocument.Load(path))),
            $"twiml-samples/{name}.xml is not what the service renders. {Repository.HowToRewrite}\nThe service renders:\n{rendered}");
    }

    [Fact]
    public void Every_sample_has_its_moment_and_the_page_lists_them()
    {
        if (Repository.Rewrites)
        {
            foreach (var stale in Numbered().Except(TwimlSamples.All.Select(sample => sample.Name + ".xml"), StringComparer.Ordinal))
                File.Delete(Repository.PathOf("twiml-samples", stale));
        }

        Repository.AssertSection(Path.Combine("..", "twiml-samples", "README.md"), "samples",
        [
            "| sample | moment |",
            "|---|---|",
            .. TwimlSamples.All.Select(sample => $"| [`{sample.Name}`]({sample.Name}.xml) | {sample.Moment} |"),
        ]);
        if (!Repository.Rewrites)
            Assert.Equal(TwimlSamples.All.Select(sample => sample.Name + ".xml"), Numbered());
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_sample_is_TwiML_that_Twilio_takes(string file)
    {
        var document = XDocument.Load(Repository.PathOf("twiml-samples", file));

        Assert.Empty(TwimlVocabulary.FaultsIn(document));
        Assert.All(document.Descendants("Gather"), gather =>
            Assert.All(gather.Elements(), child => Assert.Contains(child.Name.LocalName, new[] { "Say", "Play", "Pause" })));
        Assert.All(document.Descendants("Say"), say => Assert.True(Voices.Speaks((string)say.Attribute("voice")!, (string)say.Attribute("language")!)));
        Assert.True(new FileInfo(Repository.PathOf("twiml-samples", file)).Length < MostBytes);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_address_in_a_sample_is_absolute_and_says_nothing_of_the_caller(string file)
    {
        var document = XDocument.Load(Repository.PathOf("twiml-samples", file));

        var addresses = document.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "action" or "url" or "waitUrl").Select(attribute => attribute.Value)
            .Concat(document.Descendants("Play").Select(play => play.Value));

        Assert.All(addresses, address => Assert.True(
            Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme == "https" && url.Query.Length == 0 && url.Fragment.Length == 0, address));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void No_national_ID_is_in_a_sample(string file)
    {
        var text = File.ReadAllText(Repository.PathOf("twiml-samples", file)).Replace(Calls.Some.Id.Value, "", StringComparison.Ordinal);

        Assert.DoesNotContain(The.NorwegianDigits, text, StringComparison.Ordinal);
        Assert.DoesNotContain(NationalIdShape().Matches(text), match => !text[..match.Index].EndsWith("WW", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nobody_is_left_in_silence(string name)
    {
        if (name.Contains("whisper", StringComparison.Ordinal) || name.Contains("announcement", StringComparison.Ordinal))
            return; // The bridge comes after it, or the talk goes on.

        var last = Of(name).Document.ToXDocument().Root!.Elements().Last();

        Assert.Contains(last.Name.LocalName, new[] { "Gather", "Enqueue", "Dial", "Hangup", "Play", "Reject", "Redirect" });
        Assert.All(Of(name).Document.ToXDocument().Descendants("Gather"), gather =>
        {
            Assert.Equal("true", (string?)gather.Attribute("actionOnEmptyResult"));
            Assert.Equal("POST", (string?)gather.Attribute("method"));
        });
    }

    private static TwimlSample Of(string name) => TwimlSamples.All.Single(sample => sample.Name == name);

    private static IEnumerable<string> Numbered() => Directory.GetFiles(Repository.PathOf("twiml-samples"), "*.xml")
        .Select(file => Path.GetFileName(file))
        .Where(file => char.IsAsciiDigit(file[0]))
        .Order(StringComparer.Ordinal);

    // The order of attributes and the space between elements say nothing.
    private static XElement Normalized(XDocument document)
    {
        foreach (var element in document.Descendants())
            element.ReplaceAttributes(element.Attributes().OrderBy(attribute => attribute.Name.ToString(), StringComparer.Ordinal).ToArray());
        foreach (var empty in document.Descendants().Where(element => element.Nodes().All(node => node is XText { Value: "" })).ToList())
            empty.RemoveNodes();
        return XElement.Parse(document.Root!.ToString(SaveOptions.DisableFormatting));
    }

    private static void Write(string path, XElement root)
    {
        var xml = new StringBuilder();
        using (var writer = XmlWriter.Create(new StringWriter(xml, CultureInfo.InvariantCulture), new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true }))
            root.WriteTo(writer);
        File.WriteAllText(path, $"""<?xml version="1.0" encoding="UTF-8"?>{"\n"}{xml}{"\n"}""");
    }

    [GeneratedRegex(@"(?<![0-9+])[0-9]{10,12}(?![0-9])", RegexOptions.None, 1000)]
    private static partial Regex NationalIdShape();
}
