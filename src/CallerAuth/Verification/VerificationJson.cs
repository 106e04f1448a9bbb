using System.Text.Json.Serialization;

namespace CallerAuth.Verification;

/// <summary>The shape of a sealed end, written without reflection.</summary>
[JsonSerializable(typeof(StoredOutcome))]
internal sealed partial class VerificationJson : JsonSerializerContext;
