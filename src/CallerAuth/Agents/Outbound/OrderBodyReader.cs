using System.Text.Json;
using CallerAuth.Ciba;

namespace CallerAuth.Agents.Outbound;

/// <summary>Reads an <see cref="OrderBody"/>. By hand, because whatever a serializer says of what it cannot read may repeat it.</summary>
internal static class OrderBodyReader
{
    private static readonly string[] Required = ["line", "to"];
    private static readonly string[] Optional = ["eid", "language", "reason"];

    /// <returns>One of the two; neither when the body is no JSON object.</returns>
    public static (OrderBody? Body, IReadOnlyDictionary<string, string[]>? Errors) Parse(ReadOnlyMemory<byte> utf8)
    {
        if (StrictJson.Object(utf8) is not { } json)
            return (null, null);
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var members = json.EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
        if (members.Keys.Except(Required, StringComparer.Ordinal).Except(Optional, StringComparer.Ordinal).Any())
            errors[""] = [$"A member is none of {string.Join(", ", [.. Required, .. Optional])}."];
        foreach (var name in Required.Where(name => !members.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null))
            errors[name] = ["Missing."];
        foreach (var name in Required.Concat(Optional).Where(name => members.TryGetValue(name, out var value) && value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null)))
            errors[name] = ["Write it as a text, in quotation marks."];
        if (errors.Count > 0)
            return (null, errors);
        return (new OrderBody { Line = TextOf("line")!, To = TextOf("to")!, Eid = TextOf("eid"), Language = TextOf("language"), Reason = TextOf("reason") }, null);

        string? TextOf(string name) => StrictJson.TextOf(json, name);
    }
}
