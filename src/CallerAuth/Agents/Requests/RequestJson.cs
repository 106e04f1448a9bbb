using System.Text.Json.Serialization;

namespace CallerAuth.Agents.Requests;

/// <summary>The shape of a stored request, written without reflection.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(RequestedVerification))]
internal sealed partial class RequestJson : JsonSerializerContext;
