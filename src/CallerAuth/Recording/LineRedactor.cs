using System.Text.Json.Nodes;
using CallerAuth.Lines;

namespace CallerAuth.Recording;

/// <summary>A line's settings, in their own shape, as far as answers depend on them: without the company's name, and without where its agents are.</summary>
internal static class LineRedactor
{
    public static JsonObject Redact(Line line)
    {
        var options = line.Options;
        return new JsonObject
        {
            ["Languages"] = Of(options.Languages),
            ["Eids"] = Of(options.Eids),
            ["AllowTenDigitPersonnummer"] = options.AllowTenDigitPersonnummer,
            ["Attributes"] = Of(options.Attributes),
            ["Voices"] = new JsonObject(options.Voices.Select(voice => KeyValuePair.Create(voice.Key, (JsonNode?)voice.Value))),
            ["Prompts"] = new JsonObject(options.Prompts.Select(language => KeyValuePair.Create(
                language.Key, (JsonNode?)new JsonObject(language.Value.Select(prompt => KeyValuePair.Create(prompt.Key, (JsonNode?)prompt.Value)))))),
            ["WhenVerified"] = Of(options.WhenVerified, "first"),
            ["WhenUnverified"] = Of(options.WhenUnverified, options.WhenUnverified == options.WhenVerified ? "first" : "second"),
        };
    }

    private static JsonArray Of(IEnumerable<string> values) => new([.. values.Select(value => (JsonNode?)value)]);

    private static JsonObject Of(Destination to, string who)
    {
        var destination = new JsonObject { ["Kind"] = to.Kind.ToString(), ["To"] = who, ["RingFor"] = to.RingFor.ToString() };
        if (to.Priority is { } priority)
            destination["Priority"] = priority;
        return destination;
    }
}
