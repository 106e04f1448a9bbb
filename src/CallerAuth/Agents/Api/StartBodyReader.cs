using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using CallerAuth.Ciba;

namespace CallerAuth.Agents.Api;

/// <summary>
/// Reads a <see cref="StartBody"/>. By hand, because whatever a serializer says of what it cannot read may repeat it, and a national ID
/// may stand anywhere, even in the name of a member.
/// </summary>
internal static class StartBodyReader
{
    public const int BytesMax = 16 * 1024;

    private static readonly string[] Required = ["line", "eid", "nationalId", "callInitiator"];
    private static readonly string[] Optional = ["callSid", "taskSid", "bindingMessage"];

    public static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase)
        && (type.CharSet is null || type.CharSet.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    /// <returns>Null when there is more than anybody needs.</returns>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        while (true)
        {
            var read = await request.Body.ReadAsync(buffer.GetMemory(1024), cancellationToken);
            if (read == 0)
                return buffer.WrittenSpan.ToArray();
            buffer.Advance(read);
            if (buffer.WrittenCount > BytesMax)
                return null;
        }
    }

    /// <returns>One of the two; neither when the body is no JSON object.</returns>
    public static (StartBody? Body, IReadOnlyDictionary<string, string[]>? Errors) Parse(ReadOnlyMemory<byte> utf8)
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
        if (TextOf("callInitiator") is { } initiator && InitiatorOf(initiator) is null)
            errors["callInitiator"] = ["Use user where the person called, or RP where the company did."];
        if (errors.Count > 0)
            return (null, errors);
        return (new StartBody
        {
            Line = TextOf("line")!,
            Eid = TextOf("eid")!,
            NationalId = TextOf("nationalId")!,
            CallInitiator = TextOf("callInitiator")!,
            CallSid = TextOf("callSid"),
            TaskSid = TextOf("taskSid"),
            BindingMessage = TextOf("bindingMessage"),
        }, null);

        string? TextOf(string name) => StrictJson.TextOf(json, name);
    }

    public static CallInitiator? InitiatorOf(string text) => text switch
    {
        "user" => CallInitiator.User,
        "RP" => CallInitiator.RelyingParty,
        _ => null,
    };
}
