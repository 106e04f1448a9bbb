using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;

namespace CallerAuth.Simulator.Telephony;

/// <summary>
/// Which verbs, nouns and attributes TwiML knows, from the attribute table of Twilio's own package.
/// Twilio would only warn (12200) and skip; here a misspelt word is refused, so that it is found.
/// </summary>
internal static class TwimlRules
{
    private static readonly IReadOnlyDictionary<string, TwimlEntry> Table = Load();

    public static string? FirstFault(XElement response)
    {
        if (response.Name != "Response")
            return $"the document's root is <{response.Name}>, not <Response>";
        return Children(response, "VoiceResponse") ?? (response.HasAttributes ? "<Response> takes no attributes" : null);
    }

    private static string? Children(XElement parent, string parentEntry)
    {
        var allowed = Table[parentEntry].Children;
        foreach (var child in parent.Elements())
        {
            if (child.Name.Namespace != XNamespace.None || !allowed.TryGetValue(child.Name.LocalName, out var entry))
                return $"<{child.Name}> is not known inside <{parent.Name}>";
            if (Attributes(child, entry) is { } wrongAttribute)
                return wrongAttribute;
            if (Children(child, entry) is { } wrongChild)
                return wrongChild;
        }

        return null;
    }

    private static string? Attributes(XElement element, string entry)
    {
        var known = Table[entry].Attributes;
        foreach (var attribute in element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration))
        {
            var name = attribute.Name.Namespace == XNamespace.Xml ? $"xml:{attribute.Name.LocalName}" : attribute.Name.ToString();
            if (!known.TryGetValue(name, out var rule))
                return $"<{element.Name}> has no attribute {name}";
            if (!Fits(attribute.Value, rule))
                return $"{name}=\"{attribute.Value}\" of <{element.Name}> is not a {rule.Type}";
        }

        return null;
    }

    private static bool Fits(string value, TwimlAttribute rule) => rule.Type switch
    {
        "boolean" => value is "true" or "false",
        "number" => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        "enum" => IsListed(value, rule),
        "list of enum" => value.Split(' ').All(item => IsListed(item, rule)),
        _ => true,
    };

    // Voices and languages are kept apart from the table: hundreds of them, and Say checks that the two agree.
    private static bool IsListed(string value, TwimlAttribute rule) => rule.Values is not { } values || values.Contains(value);

    // The table writes names as Twilio's package does (sayAs, client); the document has <say-as> for speech marks and <Client> for the rest.
    private static string ElementName(string key, bool isSsml) => isSsml
        ? string.Concat(key.Select(letter => char.IsUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : letter.ToString()))
        : Capitalised(key);

    private static string EntryName(string key, string parentEntry, bool isSsml) => isSsml
        ? $"Ssml{Capitalised(key)}"
        : parentEntry == "Refer" ? "ReferSip" : Capitalised(key);

    private static string Capitalised(string key) => char.ToUpperInvariant(key[0]) + key[1..];

    // Read once: every document is held to the table, thousands a second under load.
    private static Dictionary<string, TwimlEntry> Load()
    {
        using var stream = typeof(TwimlRules).Assembly.GetManifestResourceStream("twiml-attributes.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.EnumerateObject()
            .Where(entry => entry.Value.ValueKind == JsonValueKind.Object && entry.Value.TryGetProperty("children", out _))
            .ToDictionary(entry => entry.Name, entry => Read(entry.Name, entry.Value), StringComparer.Ordinal);
    }

    private static TwimlEntry Read(string name, JsonElement entry)
    {
        var isSsml = name == "Say" || name.StartsWith("Ssml", StringComparison.Ordinal);
        var children = entry.GetProperty("children").EnumerateArray().Select(child => child.GetString()!);
        return new TwimlEntry(
            children.ToDictionary(child => ElementName(child, isSsml), child => EntryName(child, name, isSsml), StringComparer.Ordinal),
            entry.GetProperty("attributes").EnumerateObject().ToDictionary(attribute => attribute.Name, attribute => Read(attribute.Value), StringComparer.Ordinal));
    }

    private static TwimlAttribute Read(JsonElement rule) => new(
        rule.GetProperty("type").GetString()!,
        rule.TryGetProperty("values", out var values) ? values.EnumerateArray().Select(value => value.GetString()!).ToHashSet(StringComparer.Ordinal) : null);

    /// <summary>What may stand in an element: by its name the entry of each child, and its attributes.</summary>
    private sealed record TwimlEntry(IReadOnlyDictionary<string, string> Children, IReadOnlyDictionary<string, TwimlAttribute> Attributes);

    /// <param name="Type">What its value is.</param>
    /// <param name="Values">All that an enumeration may be; null when that is not told.</param>
    private sealed record TwimlAttribute(string Type, IReadOnlySet<string>? Values);
}
