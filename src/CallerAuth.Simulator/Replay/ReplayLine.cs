using System.Globalization;
using System.Text.Json.Nodes;

namespace CallerAuth.Simulator.Replay;

/// <summary>The line of a recording as settings of a service, with a made-up company and made-up agents.</summary>
internal static class ReplayLine
{
    public const string Number = "+4721000077";
    public const string Queue = "Replayed";

    private static readonly Dictionary<string, (string Key, string First, string Second)> Addresses = new(StringComparer.Ordinal)
    {
        ["TaskRouter"] = ("WorkflowSid", "WW00000000000000000000000000000077", "WW00000000000000000000000000000078"),
        ["Queue"] = ("Name", Queue, Queue + " again"),
        ["Number"] = ("Number", "+4722000077", "+4722000078"),
        ["Client"] = ("Identity", "agent_77", "agent_78"),
        ["Sip"] = ("Uri", "sip:agents77@pbx.example", "sip:agents78@pbx.example"),
    };

    public static IReadOnlyDictionary<string, string> Settings(RecordedCall call, string recordingDirectory)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Recording:Directory"] = recordingDirectory };
        if (call.Line is not { } line)
            return settings;
        var section = $"Lines:{Number}";
        settings[$"{section}:Name"] = "Eksempel Forsikring";
        settings[$"{section}:AllowSyntheticNationalIds"] = "true";
        foreach (var (name, value) in line)
        {
            if (name is "WhenVerified" or "WhenUnverified")
                Add(settings, $"{section}:{name}", Filled(value!.AsObject()));
            else
                Add(settings, $"{section}:{name}", value);
        }

        return settings;
    }

    private static JsonObject Filled(JsonObject destination)
    {
        var filled = destination.DeepClone().AsObject();
        var isFirst = (string?)filled["To"] == "first";
        filled.Remove("To");
        if (Addresses.TryGetValue((string?)filled["Kind"] ?? "", out var address))
            filled[address.Key] = isFirst ? address.First : address.Second;
        return filled;
    }

    private static void Add(Dictionary<string, string> settings, string key, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject members:
                foreach (var (name, member) in members)
                    Add(settings, $"{key}:{name}", member);
                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                    Add(settings, string.Create(CultureInfo.InvariantCulture, $"{key}:{i}"), items[i]);
                break;
            case not null:
                settings[key] = value.ToString();
                break;
        }
    }
}
