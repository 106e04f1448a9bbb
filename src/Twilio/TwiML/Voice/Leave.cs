namespace Twilio.TwiML.Voice;

/// <summary>Takes the caller out of the queue and goes on after <c>Enqueue</c> (https://www.twilio.com/docs/voice/twiml/leave).</summary>
public class Leave() : Verb<Leave>("Leave");
