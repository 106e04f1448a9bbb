using System.Net;
using Twilio.Clients;
using Twilio.Exceptions;
using Twilio.Http;

namespace CallerAuth.IntegrationTests.Voice;

/// <summary>Twilio's REST API with one answer for all, and what it was asked.</summary>
internal sealed class FakeTwilioRest : ITwilioRestClient
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Func<Task<Response>> Answer { get; set; } = Moved;

    /// <summary>The addresses that calls were sent to, under the call's path.</summary>
    public List<(string Path, string Url)> Requests { get; } = [];

    public Task Asked => _asked.Task;

    public string AccountSid => "AC00000000000000000000000000000001";

    public string? Region => null;

    public Twilio.Http.HttpClient HttpClient => throw new NotSupportedException("Requests do not leave the process.");

    public static Task<Response> Moved() => Task.FromResult(new Response(HttpStatusCode.OK, """{"sid":"CA00000000000000000000000000000001","status":"in-progress"}"""));

    public static Task<Response> Refused(HttpStatusCode status, int code) =>
        Task.FromException<Response>(new ApiException(code, (int)status, "no", moreInfo: null));

    public Response Request(Request request) => throw new NotSupportedException("The service never blocks a thread on Twilio.");

    public Task<Response> RequestAsync(Request request)
    {
        Requests.Add((request.ConstructUrl().AbsolutePath, request.PostParams.Single(field => field.Key == "Url").Value));
        _asked.TrySetResult();
        return Answer();
    }
}
