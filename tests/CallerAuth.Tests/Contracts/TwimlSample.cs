using Twilio.TwiML;

namespace CallerAuth.Tests.Contracts;

/// <summary>A moment a caller or an agent can be in, and the document that is rendered for it.</summary>
internal sealed record TwimlSample(string Name, string Moment, VoiceResponse Document);
