using System.Text.Json.Serialization;

namespace CallerAuth.Calls;

/// <summary>The shape of a stored call, written without reflection.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(Call))]
internal sealed partial class CallJson : JsonSerializerContext;
