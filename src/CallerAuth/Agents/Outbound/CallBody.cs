using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CallerAuth.Calls;
using CallerAuth.Lines;

namespace CallerAuth.Agents.Outbound;

/// <summary>A call that the company placed, as it stands.</summary>
internal sealed class CallBody
{
    /// <summary>Twilio's SID of the call; names it here and in the agent's system.</summary>
    public required string CallSid { get; init; }

    /// <summary>The number of the line that calls.</summary>
    public required string Line { get; init; }

    /// <summary>`ringing`, `presenting` while whoever picked up hears who calls, `asking` while they key and choose, `verifying` while their app is asked, `to_agent` when that is over, `ended`.</summary>
    public required string Status { get; init; }

    /// <summary>When it has ended, how: `hung_up`, `talked_to_agent`, `nobody_answered` (no agent did), `busy`, `no_answer`, `failed`, `canceled`, `answering_machine`, `not_accepted` (picked up, and no key pressed).</summary>
    public string? EndReason { get; init; }

    /// <summary>Who had it placed: `agent:` or `system:` and a name.</summary>
    public required string AskedBy { get; init; }

    /// <summary>The eID that is used, once it is settled.</summary>
    public string? Eid { get; init; }

    /// <summary>What came of verifying the person, once something has: as the agent's system is told it. After the end of the call nothing of the person is left in it.</summary>
    [JsonPropertyName("caller_verification")]
    public IReadOnlyDictionary<string, string>? CallerVerification { get; init; }

    public static CallBody Of(Call call, Line? line) => new()
    {
        CallSid = call.CallSid,
        Line = call.To,
        Status = WordFor(call.State),
        EndReason = call.State is CallState.Ended ended ? WordFor(ended.Reason) : null,
        AskedBy = call.Placed?.By ?? "",
        Eid = call.EId,
        CallerVerification = VerificationOf(call, line?.Options.Attributes ?? [])?.ToDictionary(StringComparer.Ordinal),
    };

    private static IEnumerable<KeyValuePair<string, string>>? VerificationOf(Call call, IReadOnlyCollection<string> attributes) => call.State switch
    {
        CallState.Verified or CallState.Unverified => Routing.CallerVerification.Of(call.State, attributes).Members,
        CallState.Ended { Outcome: { Reason: { } reason } outcome } => Routing.CallerVerification.Unverified(reason, outcome.Id?.Value).Members,
        CallState.Ended { Outcome: { Id: { } id } } =>
            [new("status", "verified"), new("verification_id", id.Value), .. call.EId is { } eid ? [new("eid", eid)] : Array.Empty<KeyValuePair<string, string>>()],
        _ => null,
    };

    private static string WordFor(CallState state) => state switch
    {
        CallState.Ringing => "ringing",
        CallState.Presenting => "presenting",
        CallState.StartingVerification or CallState.AwaitingApproval => "verifying",
        CallState.Verified or CallState.Unverified => "to_agent",
        CallState.Ended => "ended",
        _ => "asking",
    };

    private static string WordFor(EndReason reason) => JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString());
}

/// <summary>How calls are written: camel case, nothing that is null, names of people as they are spelt.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CallBody))]
internal sealed partial class CallBodyJson : JsonSerializerContext
{
    // No HTML is made of it: it goes out as JSON, with nosniff.
    private static readonly CallBodyJson Readable = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static byte[] Write(CallBody body) => JsonSerializer.SerializeToUtf8Bytes(body, Readable.CallBody);
}
