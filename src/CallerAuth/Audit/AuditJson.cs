using System.Text.Json.Serialization;

namespace CallerAuth.Audit;

/// <summary>A line of the audit trail as it is stored and printed: one JSON object without what is null.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuditRecord))]
internal sealed partial class AuditJson : JsonSerializerContext;
