using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using CallerAuth.Calls;
using CallerAuth.Identity;
using CallerAuth.Lines;
using CallerAuth.Routing;
using CallerAuth.Verification;
using Microsoft.Extensions.Options;
using Twilio.TwiML;

namespace CallerAuth.Fuzz.Targets;

/// <summary>What a believed token says of a person, one claim a line (name=value), on its way to each kind of destination.</summary>
internal static class HandoffTarget
{
    private const string SipUri = "sip:agents@pbx.example;transport=tls";
    private const int MostSipHeaderCharacters = 1024;

    private static readonly AgentHandoff Handoffs = new(new PublicUrls(Options.Create(new PublicOptions { PublicBaseUrl = "https://callers.example" })));
    private static readonly VerificationId Id = VerificationId.TryParse("00aaaaaaaaaaaaaaaaaaaaaaaa", out var id) ? id : throw new InvalidOperationException("The fixture is no verification id.");

    public static void Run(byte[] input)
    {
        var claims = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Input.Text(input).Split('\n').Take(64))
        {
            var mark = line.IndexOf('=', StringComparison.Ordinal);
            claims[mark < 0 ? "name" : line[..mark]] = line[(mark + 1)..];
        }

        Check(claims);
    }

    public static void Check(IReadOnlyDictionary<string, string> claims)
    {
        var identity = new StoredIdentity { EId = "no-bankid", Acr = "urn:grn:authn:no:bankid", AuthenticatedAt = FixedTime.Clock.GetUtcNow(), Subject = claims.GetValueOrDefault("sub", "s"), Claims = claims };
        var verification = CallerVerification.Of(new CallState.Verified(Id, identity, Handoff.First), claims.Keys);
        Finding.Unless(verification.IsVerified && verification["verification_id"] == Id.Value && verification["eid"] == "no-bankid", "a claim spoke in the place of our own members");

        CheckTask(verification);
        CheckClient(verification);
        CheckSip(verification);
    }

    /// <summary>The document as Twilio reads it: from its text.</summary>
    public static XElement Read(VoiceResponse response) => XDocument.Parse(response.ToString(SaveOptions.DisableFormatting), LoadOptions.PreserveWhitespace).Root!;

    public static string WithoutWhatXmlForbids(string text)
    {
        var kept = new StringBuilder();
        foreach (var (index, rune) in Runes(text))
        {
            if (rune.Value > 0xFFFF || XmlConvert.IsXmlChar(text[index]))
                kept.Append(text, index, rune.Utf16SequenceLength);
        }

        return kept.ToString();
    }

    private static IEnumerable<(int Index, Rune Rune)> Runes(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                yield return (i, rune);
                i += rune.Utf16SequenceLength - 1;
            }
        }
    }

    private static void CheckTask(CallerVerification verification)
    {
        var attributes = Rendered(new Destination { Kind = DestinationKind.TaskRouter, WorkflowSid = "WW00000000000000000000000000000001" }, verification).Descendants("Task").Single().Value;
        using var json = JsonDocument.Parse(attributes);
        var members = json.RootElement.GetProperty("caller_verification").EnumerateObject().Select(member => KeyValuePair.Create(InJson(member.Name), InJson(member.Value.GetString()!)));
        Finding.Unless(members.SequenceEqual(verification.Members.Select(member => KeyValuePair.Create(InJson(member.Key), InJson(member.Value)))), "a task with other attributes than the members");
    }

    private static void CheckClient(CallerVerification verification)
    {
        var parameters = Rendered(new Destination { Kind = DestinationKind.Client, Identity = "desk" }, verification).Descendants("Parameter")
            .Select(parameter => KeyValuePair.Create((string)parameter.Attribute("name")!, (string)parameter.Attribute("value")!));
        Finding.Unless(
            parameters.SequenceEqual(verification.Members.Select(member => KeyValuePair.Create(WithoutWhatXmlForbids(member.Key), WithoutWhatXmlForbids(member.Value)))),
            "a softphone with other parameters than the members");
    }

    private static void CheckSip(CallerVerification verification)
    {
        var headers = Rendered(new Destination { Kind = DestinationKind.Sip, Uri = SipUri }, verification).Descendants("Sip").Single().Value[SipUri.Length..];
        Finding.Unless(headers.Length < MostSipHeaderCharacters && headers.All(c => c is > ' ' and <= '~'), "SIP headers beyond Twilio's bounds");
        Finding.Unless(headers.Count(c => c is '&' or '?' or '=') <= 6, "a name that made a header of its own");
        var decoded = Uri.UnescapeDataString(headers);
        Finding.Unless(!decoded.Any(char.IsControl), "a control character in a SIP header");
    }

    private static XElement Rendered(Destination to, CallerVerification verification)
    {
        var response = new VoiceResponse();
        Handoffs.Append(response, to, verification);
        return Read(response);
    }

    // Half a surrogate pair becomes U+FFFD in UTF-8, and control characters are escaped before XML sees them; the two non-characters that XML
    // forbids may be dropped or escaped.
    private static string InJson(string text) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace("\uFFFE", "", StringComparison.Ordinal).Replace("\uFFFF", "", StringComparison.Ordinal);
}
