using Twilio.Http;

namespace Twilio.TwiML.Voice;

/// <summary>
/// Goes on with the document at another address; nothing after it is reached
/// (https://www.twilio.com/docs/voice/twiml/redirect).
/// </summary>
public class Redirect(Uri? url = null, HttpMethod? method = null) : Verb<Redirect>("Redirect")
{
    public Uri? Url { get; set; } = url;

    public HttpMethod? Method { get; set; } = method;

    private protected override string? Text => Url is null ? null : VerbAttributes.UriText(Url);

    private protected override void WriteAttributes(VerbAttributes attributes)
    {
        attributes.Write("method", Method);
    }
}
