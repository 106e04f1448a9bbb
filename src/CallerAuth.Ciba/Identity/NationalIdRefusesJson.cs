using System.Text.Json;
using System.Text.Json.Serialization;

namespace CallerAuth.Identity;

/// <summary>Keeps a <see cref="NationalId"/> out of every JSON document, also of those that a library writes by itself.</summary>
internal sealed class NationalIdRefusesJson : JsonConverter<NationalId>
{
    public override NationalId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A national ID is not read from JSON.");

    public override void Write(Utf8JsonWriter writer, NationalId value, JsonSerializerOptions options) =>
        throw new NotSupportedException("A national ID is not written to JSON.");
}
