using Twilio.Http;

namespace Twilio.Clients;

/// <summary>Asks Twilio's REST API on behalf of one account.</summary>
public interface ITwilioRestClient
{
    string AccountSid { get; }

    string? Region { get; }

    HttpClient HttpClient { get; }

    Response Request(Request request);

    Task<Response> RequestAsync(Request request);
}
