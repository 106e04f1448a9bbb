namespace CallerAuth.Voice;

/// <summary>A telephone number of the account, and whom it calls when it rings. An empty address is one that is not set.</summary>
/// <param name="Number">In E.164.</param>
internal sealed record TwilioNumber(string Sid, string Number, NumberUrls Urls);

/// <summary>The addresses that Twilio posts a number's webhooks to.</summary>
internal sealed record NumberUrls(string Voice, string VoiceMethod, string Fallback, string Status, string StatusMethod);
