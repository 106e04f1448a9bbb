using System.Text.Json;

namespace CallerAuth.Ciba;

/// <summary>
/// JSON from the provider, read so that no two readers can see different things in it: one object, no name twice, no deep nesting, no text that is not Unicode.
/// </summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Rules = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    public static JsonElement? Object(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, Rules);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return null;

            ReadEveryText(document.RootElement);
            return document.RootElement.Clone();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public static string? TextOf(JsonElement json, string member) =>
        json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // The parser looks into a text when it is asked for, and throws then: half a surrogate pair shall not wait for a later line.
    private static void ReadEveryText(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                _ = json.GetString();
                break;
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject())
                {
                    _ = member.Name;
                    ReadEveryText(member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                    ReadEveryText(item);
                break;
        }
    }
}
