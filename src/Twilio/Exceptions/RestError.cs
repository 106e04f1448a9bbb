using System.Text.Json;

namespace Twilio.Exceptions;

/// <summary>
/// Twilio's account of an error: <c>{code, message, more_info, status}</c>, or problem details (RFC 9457) with a <c>code</c> in newer APIs.
/// </summary>
internal sealed record RestError(int Code, string? Message, string? MoreInfo)
{
    /// <summary>What the body says, or null when it is not one of the two forms, such as a proxy's HTML page.</summary>
    public static RestError? FromJson(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return null;
            return new RestError(
                Number(root, "code"),
                Text(root, "message") ?? Text(root, "detail") ?? Text(root, "title"),
                Text(root, "more_info") ?? Text(root, "type"));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static int Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : 0;

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
