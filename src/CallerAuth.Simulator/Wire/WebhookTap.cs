using System.Xml;
using System.Xml.Linq;
using CallerAuth.Simulator.Telephony;

namespace CallerAuth.Simulator.Wire;

/// <summary>Shows Twilio's webhooks: what was asked, the TwiML that came, and whether the signature is that of the account.</summary>
internal sealed class WebhookTap(WireLog log, string authToken)
{
    /// <returns>Null when nobody looks.</returns>
    public WireEntry? Begin(HttpRequestMessage request, Uri url, IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        if (!log.IsOn)
            return null;
        var signature = request.Headers.GetValues(TwilioSignature.Header).First();
        var signed = TwilioSignature.SignedUrl(request.RequestUri!);
        var expected = TwilioSignature.Compute(authToken, signed, request.Method == HttpMethod.Get ? [] : parameters);
        var shown = parameters.Select(pair => new WireField(pair.Key, Mask.Field(pair.Key, pair.Value))).ToList();
        var over = string.Concat(shown.OrderBy(field => field.Name, StringComparer.Ordinal).Select(field => $" · {field.Name}{field.Value}"));
        var isEqual = signature == expected;
        var entry = log.Begin("webhook", request.Method.Method, url.AbsolutePath) with
        {
            Name = parameters.FirstOrDefault(pair => pair.Key == "CallStatus").Value ?? "",
            Asked = shown,
            Check = new WireCheck(
                isEqual,
                isEqual ? "X-Twilio-Signature is the account's" : "X-Twilio-Signature is not the account's",
                [new("sent", signature), new("HMAC-SHA1 of", $"{signed}{over}"), new("must be", expected)]),
        };
        log.Update(entry);
        return entry;
    }

    public void End(WireEntry? entry, int status, string contentType, string body, TimeSpan took)
    {
        if (entry is null)
            return;
        log.Update(entry with
        {
            Status = status,
            Milliseconds = Rounded(took),
            Answer = contentType.EndsWith("xml", StringComparison.Ordinal) ? Indented(body) : body,
            Outcome = contentType.EndsWith("xml", StringComparison.Ordinal) ? Verbs(body) : "",
        });
    }

    public void Fail(WireEntry? entry, string why, TimeSpan took)
    {
        if (entry is not null)
            log.Update(entry with { Status = 0, Milliseconds = Rounded(took), Outcome = why });
    }

    public static double Rounded(TimeSpan took) => Math.Round(took.TotalMilliseconds, took.TotalMilliseconds < 10 ? 1 : 0);

    private static string Indented(string xml)
    {
        try
        {
            return XElement.Parse(xml).ToString();
        }
        catch (XmlException)
        {
            return xml;
        }
    }

    private static string Verbs(string xml)
    {
        try
        {
            return string.Join(" · ", XElement.Parse(xml).Elements().Select(verb => verb.Name.LocalName).Distinct(StringComparer.Ordinal));
        }
        catch (XmlException)
        {
            return "not XML";
        }
    }
}
