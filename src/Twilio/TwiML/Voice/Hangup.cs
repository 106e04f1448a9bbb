namespace Twilio.TwiML.Voice;

/// <summary>Ends the call (https://www.twilio.com/docs/voice/twiml/hangup).</summary>
public class Hangup() : Verb<Hangup>("Hangup");
