using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace CallerAuth.Simulator.Telephony;

/// <summary>A SIP address with headers in its query, within Twilio's limits (twilio.com/docs/voice/twiml/sip).</summary>
internal sealed record SipAddress(string Uri, IReadOnlyDictionary<string, string> Headers)
{
    private const string VerificationPrefix = "X-Caller-Verification-";
    private const int UriLengthMax = 255;
    private const int HeadersLengthMax = 1024;

    private static readonly string[] OtherHeaders = ["User-to-User", "Remote-Party-ID", "P-Preferred-Identity", "P-Called-Party-ID"];

    public static bool TryParse(string text, [NotNullWhen(true)] out SipAddress? address, [NotNullWhen(false)] out string? fault)
    {
        address = null;
        var query = text.IndexOf('?', StringComparison.Ordinal);
        var uri = query < 0 ? text : text[..query];
        var headersText = query < 0 ? "" : text[(query + 1)..];
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in headersText.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            headers[parts[0]] = parts.Length == 2 ? System.Uri.UnescapeDataString(parts[1]) : "";
        }

        fault = uri switch
        {
            _ when !uri.StartsWith("sip:", StringComparison.Ordinal) && !uri.StartsWith("sips:", StringComparison.Ordinal) => "a SIP address begins with sip: or sips:",
            { Length: >= UriLengthMax } => "the SIP address is too long",
            _ when headersText.Length >= HeadersLengthMax => "the SIP headers are too long",
            _ when headers.Keys.FirstOrDefault(IsForeign) is { } foreign => $"{foreign} is not a header that Twilio passes on",
            _ => null,
        };
        if (fault is not null)
            return false;
        address = new SipAddress(uri, headers);
        return true;
    }

    /// <summary>The headers in the words of <c>caller_verification</c>.</summary>
    public JsonObject? CallerVerification()
    {
        var verification = new JsonObject();
        foreach (var (name, value) in Headers.Where(header => header.Key.StartsWith(VerificationPrefix, StringComparison.OrdinalIgnoreCase)))
        {
            var member = name[VerificationPrefix.Length..].ToLowerInvariant();
            verification[member == "id" ? "verification_id" : member] = value;
        }

        return verification.Count > 0 ? verification : null;
    }

    private static bool IsForeign(string name) => !name.StartsWith("x-", StringComparison.OrdinalIgnoreCase) && !OtherHeaders.Contains(name, StringComparer.OrdinalIgnoreCase);
}
