using System.Text.Json;
using System.Xml.Linq;
using Twilio.TwiML;
using Twilio.TwiML.Voice;
using HttpMethod = Twilio.Http.HttpMethod;

namespace CallerAuth.Tests.Twilio;

/// <summary>
/// Every verb with every option set, compared with the attributes and children that Twilio's npm package (6.2.0) knows for it.
/// twiml-attributes.json is a cut of the list drawn from that package's type declarations.
/// </summary>
public sealed class TwimlVocabularyTests
{
    private static readonly Uri Address = new("https://example.com/x");
    private static readonly HttpMethod Method = HttpMethod.Post;

    [Fact]
    public void Every_attribute_written_is_one_that_Twilio_knows_for_the_verb()
    {
        var known = Known();

        foreach (var (key, element) in Elements(Everything().ToXDocument()))
        {
            foreach (var attribute in element.Attributes())
            {
                var name = attribute.Name.Namespace == XNamespace.Xml ? "xml:" + attribute.Name.LocalName : attribute.Name.LocalName;
                Assert.True(Names(known[key], "attributes").Contains(name), $"{key} has no attribute {name}");
            }
        }
    }

    [Fact]
    public void Every_child_written_is_one_that_Twilio_allows_there()
    {
        var known = Known();

        foreach (var (key, element) in Elements(Everything().ToXDocument()))
        {
            foreach (var child in element.Elements())
                Assert.True(Names(known[key], "children").Contains(MethodName(child)), $"{key} must not hold {child.Name}");
        }
    }

    [Fact]
    public void No_attribute_is_written_when_nothing_was_set()
    {
        var response = new VoiceResponse()
            .Say().Gather().Play().Pause().Redirect().Enqueue().Dial().Queue().Hangup().Leave().Reject().Refer();

        Assert.All(response.ToXDocument().Descendants(), element => Assert.Empty(element.Attributes()));
    }

    private static VoiceResponse Everything() => new VoiceResponse()
        .Append(Spoken())
        .Append(new Gather(
                [Gather.InputEnum.Dtmf, Gather.InputEnum.Speech], Address, Method, 1, "auto", 2, true, "#", 3, Address, Method, "nb-NO", "a,b",
                true, false, true, "m", true)
            .Say("a").Play(Address).Pause(1))
        .Play(Address, 0, "1w2")
        .Pause(1)
        .Redirect(Address, Method)
        .Append(new Enqueue("q", Address, 1, Method, Address, Method, "WW1").Task("{}", 1, 2))
        .Append(new Dial(
                "+4721000000", Address, Method, 1, true, 2, "+4722000000", Dial.RecordEnum.DoNotRecord, Dial.TrimEnum.DoNotTrim, Address, "c",
                Method, [Dial.RecordingEventEnum.Completed], true, "no", Dial.RecordingTrackEnum.Both, true, Address, Method,
                Dial.EventsEnum.CallProgressEvent)
            .Number("+4721000000", "1", Address, Method, [Number.EventEnum.Ringing], Address, Method, "BY1", "Enable", Method, "/amd", 1, 2, 3, 4)
            .Append(new Client("agent", Address, Method, [Client.EventEnum.Ringing], Address, Method).Identity("a").Parameter("n", "v"))
            .Sip(new Uri("sip:a@example.com"), "u", "p", Address, Method, [Sip.EventEnum.Ringing], Address, Method, "Enable", Method, "/amd", 1, 2, 3, 4)
            .Queue("q", Address, Method, "WR1", "WA1")
            .Conference(
                "room", true, Conference.BeepEnum.Onenter, true, true, Address, Method, 2, Conference.RecordEnum.DoNotRecord, "c",
                Conference.RegionEnum.Ie1, "CA1", Conference.TrimEnum.DoNotTrim, [Conference.EventEnum.Join], Address, Method, Address, Method,
                [Conference.RecordingEventEnum.Completed], Address, Conference.JitterBufferSizeEnum.Small, "caller"))
        .Queue("q", Address, Method, "WR1", "WA1")
        .Append(new Refer(Address, Method).Sip(new Uri("sip:b@example.com")))
        .Reject(Reject.ReasonEnum.Rejected)
        .Leave()
        .Hangup();

    private static Say Spoken()
    {
        var say = new Say("a", "Polly.Ida-Neural", 2, "nb-NO")
            .Break(SsmlBreak.StrengthEnum.XStrong, "1s")
            .Lang("b", SsmlLang.XmlLangEnum.NbNo)
            .P("c")
            .Prosody("d", "loud", "slow", "high")
            .S("e")
            .SayAs("1", SsmlSayAs.InterpretAsEnum.Date, SsmlSayAs.FormatEnum.Dmy);
        say.Nest(new SsmlLang("f")).Break().Lang().P().Prosody().S().SayAs();
        say.Nest(new SsmlProsody("g")).Break().Lang().P().Prosody().S().SayAs();
        say.Nest(new SsmlP("h")).Break().Lang().Prosody().S().SayAs();
        say.Nest(new SsmlS("i")).Break().Lang().Prosody().SayAs();
        return say;
    }

    private static Dictionary<string, JsonElement> Known() =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(
            File.ReadAllText(Path.Combine(TwimlReference.DataFolder, "twiml-attributes.json")))!;

    private static HashSet<string?> Names(JsonElement verb, string list) =>
        verb.GetProperty(list).EnumerateArray().Select(name => name.GetString()).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<(string Key, XElement Element)> Elements(XDocument document) =>
        document.Descendants().Select(element => (Key(element), element));

    /// <summary>The list is by class: inside spoken text they are called Ssml…, and a referred call has its own Sip.</summary>
    private static string Key(XElement element) => element switch
    {
        { Name.LocalName: "Response" } => "VoiceResponse",
        { Name.LocalName: "Sip", Parent.Name.LocalName: "Refer" } => "ReferSip",
        { Name.LocalName: "say-as" } => "SsmlSayAs",
        { Name.LocalName: [>= 'a' and <= 'z', ..] } => "Ssml" + char.ToUpperInvariant(element.Name.LocalName[0]) + element.Name.LocalName[1..],
        _ => element.Name.LocalName,
    };

    /// <summary>Children are listed by the name of the method that makes them.</summary>
    private static string MethodName(XElement child) =>
        child.Name.LocalName == "say-as" ? "sayAs" : char.ToLowerInvariant(child.Name.LocalName[0]) + child.Name.LocalName[1..];
}
