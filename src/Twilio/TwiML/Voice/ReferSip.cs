namespace Twilio.TwiML.Voice;

/// <summary>Where <c>Refer</c> moves the call to.</summary>
public class ReferSip(Uri? sipUrl = null) : Verb<ReferSip>("Sip")
{
    public Uri? SipUrl { get; set; } = sipUrl;

    private protected override string? Text => SipUrl is null ? null : VerbAttributes.UriText(SipUrl);
}
