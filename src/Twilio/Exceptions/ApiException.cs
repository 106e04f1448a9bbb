namespace Twilio.Exceptions;

/// <summary>
/// Twilio answered and refused; <c>Code</c> is its error code
/// (https://www.twilio.com/docs/api/errors), or 0 when it gave none.
/// </summary>
public class ApiException : TwilioException
{
    public ApiException(string message)
        : base(message)
    {
    }

    public ApiException(string message, Exception? exception)
        : base(message, exception)
    {
    }

    public ApiException(int code, int status, string message, string? moreInfo, Exception? exception = null)
        : base(message, exception)
    {
        Code = code;
        Status = status;
        MoreInfo = moreInfo;
    }

    public int Code { get; }

    /// <summary>The HTTP status; 0 when the answer could not be understood at all.</summary>
    public int Status { get; }

    public string? MoreInfo { get; }
}
