using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CallerAuth.Agents.Api;

/// <summary>How the API writes JSON: camel case, nothing that is null, names of people as they are spelt.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VerificationBody))]
[JsonSerializable(typeof(ProblemBody))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    // No HTML is made of it: it goes out as JSON, with nosniff.
    private static readonly ApiJson Readable = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static byte[] Write(VerificationBody body) => JsonSerializer.SerializeToUtf8Bytes(body, Readable.VerificationBody);

    public static byte[] Write(ProblemBody body) => JsonSerializer.SerializeToUtf8Bytes(body, Readable.ProblemBody);
}
