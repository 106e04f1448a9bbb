namespace Twilio.TwiML.Voice;

/// <summary>Plays an audio file, or the tones of <c>digits</c> (https://www.twilio.com/docs/voice/twiml/play).</summary>
public class Play(Uri? url = null, int? loop = null, string? digits = null) : Verb<Play>("Play")
{
    public Uri? Url { get; set; } = url;

    public int? Loop { get; set; } = loop;

    public string? Digits { get; set; } = digits;

    private protected override string? Text => Url is null ? null : VerbAttributes.UriText(Url);

    private protected override void WriteAttributes(VerbAttributes attributes)
    {
        attributes.Write("loop", Loop);
        attributes.Write("digits", Digits);
    }
}
