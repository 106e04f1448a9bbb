namespace Twilio.Exceptions;

/// <summary>
/// No whole answer came: the connection failed, broke off or took too long. Twilio may still have carried the request out.
/// </summary>
public class ApiConnectionException : TwilioException
{
    public ApiConnectionException(string message)
        : base(message)
    {
    }

    public ApiConnectionException(string message, Exception? exception)
        : base(message, exception)
    {
    }
}
