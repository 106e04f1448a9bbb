using Twilio.Http;

namespace Twilio.TwiML.Voice;

/// <summary>Moves a SIP call to another address by SIP REFER (https://www.twilio.com/docs/voice/twiml/refer).</summary>
public class Refer(Uri? action = null, HttpMethod? method = null) : Verb<Refer>("Refer")
{
    public Uri? Action { get; set; } = action;

    public HttpMethod? Method { get; set; } = method;

    public Refer Sip(Uri? sipUrl = null) => Append(new ReferSip(sipUrl));

    private protected override void WriteAttributes(VerbAttributes attributes)
    {
        attributes.Write("action", Action);
        attributes.Write("method", Method);
    }
}
