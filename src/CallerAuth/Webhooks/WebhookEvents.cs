using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CallerAuth.Lines;
using CallerAuth.Routing;

namespace CallerAuth.Webhooks;

/// <summary>Writes events as they are posted: <c>type</c>, <c>timestamp</c> and <c>data</c>, the form that the Standard Webhooks recommend.</summary>
internal sealed class WebhookEvents(TimeProvider time)
{
    public const string VerificationCompleted = "verification.completed";
    public const string CallRouted = "call.routed";

    public static readonly IReadOnlyList<string> Types = [VerificationCompleted, CallRouted];

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A verification has ended, or could not be begun.</summary>
    /// <param name="verificationId">Names the event: a verification ends once.</param>
    /// <param name="line">The called number.</param>
    /// <param name="callSid">Null where it was about no call.</param>
    /// <param name="askedBy">Who asked for it, as in the audit trail.</param>
    /// <param name="verification">How it ended.</param>
    public WebhookEvent Completed(string verificationId, string line, string? callSid, string askedBy, CallerVerification verification) =>
        Write(VerificationCompleted, verificationId, line, callSid, verification, data => data.WriteString("asked_by", askedBy));

    /// <summary>A call was handed on to an agent's destination.</summary>
    /// <param name="callSid">The call.</param>
    /// <param name="leg">0, or 1 when the first destination did not answer or was never reached; each is an event of its own.</param>
    /// <param name="line">The called number.</param>
    /// <param name="to">What kind of destination it was handed to.</param>
    /// <param name="verification">What the agent was told.</param>
    public WebhookEvent Routed(string callSid, int leg, string line, DestinationKind to, CallerVerification verification) => Write(
        CallRouted, $"{callSid}/{leg.ToString(CultureInfo.InvariantCulture)}", line, callSid, verification, data => data.WriteString("destination", to.ToString()));

    private WebhookEvent Write(string type, string name, string line, string? callSid, CallerVerification verification, Action<Utf8JsonWriter> more)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Json))
        {
            writer.WriteStartObject();
            writer.WriteString("type", type);
            writer.WriteString("timestamp", time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            writer.WriteStartObject("data");
            if (callSid is not null)
                writer.WriteString("call_sid", callSid);
            writer.WriteString("line", line);
            more(writer);
            writer.WriteStartObject("caller_verification");
            foreach (var (member, value) in verification.Members)
                writer.WriteString(member, value);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return new WebhookEvent(IdOf(type, name), type, line, Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    // No full stop in it, as the signature is made over "id.timestamp.body". What it is made from is as random as the CallSid is.
    private static string IdOf(string type, string name) =>
        "msg_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{type}\n{name}")).AsSpan(0, 16));
}
