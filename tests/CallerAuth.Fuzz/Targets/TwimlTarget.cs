using System.Xml.Linq;
using Twilio.TwiML;
using Twilio.TwiML.Voice;

namespace CallerAuth.Fuzz.Targets;

/// <summary>Texts and attribute values in a TwiML document, one after the other in three lines.</summary>
internal static class TwimlTarget
{
    public static void Run(byte[] input)
    {
        var lines = Input.Lines(input, 3);
        Check(lines[0], lines[1], lines[2]);
    }

    public static void Check(string text, string word, string value)
    {
        var response = new VoiceResponse();
        response.Append(new Say(text));
        var say = new Say();
        say.Prosody(word, rate: value).Break(time: value);
        response.Append(say);
        response.Append(new Parameter(name: value, value: text));
        response.Append(new Hangup().SetOption("reason", word));

        var read = HandoffTarget.Read(response);
        var elements = read.Elements().ToList();
        Finding.Unless(elements.Select(element => element.Name.LocalName).SequenceEqual(["Say", "Say", "Parameter", "Hangup"], StringComparer.Ordinal), "text that became an element");
        Finding.Unless(!elements[0].HasElements && elements[0].Value == Kept(text), "a text that is read as another");
        Finding.Unless(elements[1].Element("prosody") is { HasElements: false } prosody && prosody.Value == Kept(word) && (string?)prosody.Attribute("rate") == Kept(value), "a word that is read as another");
        Finding.Unless((string?)elements[2].Attribute("name") == Kept(value) && (string?)elements[2].Attribute("value") == Kept(text), "an attribute that is read as another");
        Finding.Unless((string?)elements[3].Attribute("reason") == Kept(word), "an option that is read as another");
        Finding.Unless(XNode.DeepEquals(read, response.ToXDocument().Root), "the document and its text differ");
    }

    private static string Kept(string text) => HandoffTarget.WithoutWhatXmlForbids(text);
}
