using System.Text.Json.Serialization;

namespace CallerAuth.Verification;

/// <summary>Shapes of sealed records, written without reflection.</summary>
[JsonSerializable(typeof(VerificationRecord))]
[JsonSerializable(typeof(StoredOutcome))]
internal sealed partial class VerificationJson : JsonSerializerContext;
