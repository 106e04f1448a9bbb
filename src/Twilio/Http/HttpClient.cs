namespace Twilio.Http;

/// <summary>Carries one request to Twilio and brings the answer back, whatever its status.</summary>
public abstract class HttpClient
{
    public abstract Response MakeRequest(Request request);

    public abstract Task<Response> MakeRequestAsync(Request request);
}
