namespace Twilio.Exceptions;

/// <summary>Anything that keeps a request to Twilio from doing what it asked for.</summary>
public class TwilioException : Exception
{
    public TwilioException()
    {
    }

    public TwilioException(string message)
        : base(message)
    {
    }

    public TwilioException(string message, Exception? exception)
        : base(message, exception)
    {
    }
}
