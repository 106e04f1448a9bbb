namespace Twilio.Exceptions;

/// <summary>There are no credentials to ask Twilio with.</summary>
public class AuthenticationException(string message) : TwilioException(message);
