using Twilio.Exceptions;
using Twilio.Http;

namespace Twilio.Clients;

/// <summary>Signs in with an account SID and auth token, or an API key and its secret, and turns refusals into exceptions.</summary>
public class TwilioRestClient(
    string username,
    string password,
    string? accountSid = null,
    string? region = null,
    HttpClient? httpClient = null,
    string? edge = null) : ITwilioRestClient
{
    public string AccountSid { get; } = accountSid ?? username;

    public string? Region { get; } = region;

    public string? Edge { get; set; } = edge;

    public HttpClient HttpClient { get; } = httpClient ?? new SystemNetHttpClient();

    public Response Request(Request request)
    {
        Prepare(request);
        try
        {
            return Accepted(HttpClient.MakeRequest(request));
        }
        catch (Exception failure) when (IsConnectionFailure(failure))
        {
            throw ConnectionFailed(request, failure);
        }
    }

    public async Task<Response> RequestAsync(Request request)
    {
        Prepare(request);
        try
        {
            return Accepted(await HttpClient.MakeRequestAsync(request));
        }
        catch (Exception failure) when (IsConnectionFailure(failure))
        {
            throw ConnectionFailed(request, failure);
        }
    }

    private void Prepare(Request request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.SetAuth(username, password);
        request.Region ??= Region;
        request.Edge ??= Edge;
    }

    private static bool IsConnectionFailure(Exception failure) =>
        failure is System.Net.Http.HttpRequestException or OperationCanceledException or IOException;

    private static ApiConnectionException ConnectionFailed(Request request, Exception failure) =>
        new($"No answer to {request.Method} {request.ConstructUrl().GetLeftPart(UriPartial.Path)}", failure);

    private static Response Accepted(Response response)
    {
        var status = (int)response.StatusCode;
        if (status is >= 200 and < 300)
            return response;
        // The body is not repeated: an error page may quote the request.
        var error = RestError.FromJson(response.Content);
        throw new ApiException(error?.Code ?? 0, status, error?.Message ?? $"Twilio answered with status {status}", error?.MoreInfo);
    }
}
