using System.Text.Json;
using System.Text.Json.Serialization;

namespace CallerAuth.Verification;

/// <summary>Keeps a verification id as its text in stored records.</summary>
internal sealed class VerificationIdJsonConverter : JsonConverter<VerificationId>
{
    public override VerificationId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        VerificationId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("Not a verification id.");

    public override void Write(Utf8JsonWriter writer, VerificationId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
