namespace Twilio.Types;

/// <summary>A TwiML document sent along with a REST request instead of an address to fetch it from.</summary>
public class Twiml(string twiml)
{
    public static implicit operator Twiml(string twiml) => new(twiml);

    public override string ToString() => twiml;
}
