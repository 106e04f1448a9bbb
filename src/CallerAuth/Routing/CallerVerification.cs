using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CallerAuth.Calls;
using CallerAuth.Identity;

namespace CallerAuth.Routing;

/// <summary>
/// What an agent's system learns of the caller: the contract's <c>caller_verification</c>, as named members in their order.
/// Anything but a verified call is <c>unverified</c>, with a reason and without a name.
/// </summary>
internal sealed class CallerVerification
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A claim may not speak in the place of one of these, whether it is there or not.</summary>
    private static readonly string[] OwnMembers = ["status", "reason", "verification_id", "eid", "acr", "authenticated_at", "subject"];

    private CallerVerification(List<KeyValuePair<string, string>> members) => Members = members;

    public IReadOnlyList<KeyValuePair<string, string>> Members { get; }

    public bool IsVerified => Members[0].Value == "verified";

    public string? this[string member] => Members.FirstOrDefault(pair => pair.Key == member).Value;

    /// <param name="state">Where the call stands.</param>
    /// <param name="attributes">Claims that the line hands on; the national ID only if it is among them.</param>
    public static CallerVerification Of(CallState state, IEnumerable<string> attributes) => state switch
    {
        CallState.Verified verified => Verified(verified.Id.Value, verified.Identity, attributes),
        CallState.Unverified unverified => Unverified(unverified.Reason, unverified.Id?.Value),
        _ => Unverified(UnverifiedReason.Error, null),
    };

    /// <param name="id">The verification's.</param>
    /// <param name="identity">What it proved.</param>
    /// <param name="attributes">Claims that the line hands on.</param>
    public static CallerVerification Verified(string id, StoredIdentity identity, IEnumerable<string> attributes)
    {
        List<KeyValuePair<string, string>> members =
        [
            new("status", "verified"),
            new("verification_id", id),
            new("eid", identity.EId),
            new("acr", identity.Acr),
            new("authenticated_at", identity.AuthenticatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
            new("subject", identity.Subject),
        ];
        foreach (var attribute in attributes.Except(OwnMembers, StringComparer.Ordinal))
        {
            if (identity.Claims.TryGetValue(attribute, out var value))
                members.Add(new(attribute, value));
        }

        return new CallerVerification(members);
    }

    public static CallerVerification Unverified(UnverifiedReason reason, string? verificationId)
    {
        List<KeyValuePair<string, string>> members = [new("status", "unverified"), new("reason", WordFor(reason))];
        if (verificationId is not null)
            members.Add(new("verification_id", verificationId));
        return new CallerVerification(members);
    }

    /// <summary>The JSON object that holds the members under <c>caller_verification</c>.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Json))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("caller_verification");
            foreach (var (name, value) in Members)
                writer.WriteString(name, value);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string WordFor(UnverifiedReason reason) => reason switch
    {
        UnverifiedReason.Declined => "declined",
        UnverifiedReason.Cancelled => "cancelled",
        UnverifiedReason.Expired => "expired",
        UnverifiedReason.Unavailable => "unavailable",
        UnverifiedReason.InvalidInput => "invalid_input",
        UnverifiedReason.NoInput => "no_input",
        UnverifiedReason.Skipped => "skipped",
        UnverifiedReason.Mismatch => "mismatch",
        _ => "error",
    };
}
