namespace Twilio.TwiML.Voice;

/// <summary>Waits in silence for <c>length</c> seconds (https://www.twilio.com/docs/voice/twiml/pause).</summary>
public class Pause(int? length = null) : Verb<Pause>("Pause")
{
    public int? Length { get; set; } = length;

    private protected override void WriteAttributes(VerbAttributes attributes)
    {
        attributes.Write("length", Length);
    }
}
