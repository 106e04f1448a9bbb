using System.Text.Json;
using System.Xml.Linq;

namespace CallerAuth.Tests.Twilio;

/// <summary>
/// The verbs, their attributes and children that Twilio's npm package (6.2.0) knows.
/// twiml-attributes.json is a cut of the list drawn from that package's type declarations.
/// </summary>
internal static class TwimlVocabulary
{
    private static readonly Dictionary<string, JsonElement> Known = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(
        File.ReadAllText(Path.Combine(TwimlReference.DataFolder, "twiml-attributes.json")))!;

    /// <summary>What a document holds that Twilio does not know, in words; empty for a good one.</summary>
    public static IEnumerable<string> FaultsIn(XDocument document) => document.Descendants().SelectMany(FaultsIn);

    private static IEnumerable<string> FaultsIn(XElement element)
    {
        var key = Key(element);
        if (!Known.TryGetValue(key, out var verb))
        {
            yield return $"{key} is no verb";
            yield break;
        }

        foreach (var name in element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration).Select(Name).Except(Names(verb, "attributes"), StringComparer.Ordinal))
            yield return $"{key} has no attribute {name}";
        foreach (var name in element.Elements().Select(MethodName).Except(Names(verb, "children"), StringComparer.Ordinal))
            yield return $"{key} must not hold {name}";
    }

    private static IEnumerable<string> Names(JsonElement verb, string list) => verb.GetProperty(list).EnumerateArray().Select(name => name.GetString()!);

    private static string Name(XAttribute attribute) =>
        attribute.Name.Namespace == XNamespace.Xml ? "xml:" + attribute.Name.LocalName : attribute.Name.LocalName;

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
