using System.Net;
using System.Net.Sockets;
using Twilio.Clients;
using Twilio.Exceptions;
using Twilio.Http;
using Twilio.Rest.Api.V2010.Account;

namespace CallerAuth.Tests.Twilio;

/// <summary>What a caller of the REST API sees when Twilio refuses, and when there is no whole answer.</summary>
public sealed class TwilioErrorTests
{
    [Theory]
    [InlineData(400, 21220, "Call is not in-progress. Cannot redirect.")]
    [InlineData(401, 20003, "Authenticate")]
    [InlineData(404, 20404, "The requested resource was not found")]
    [InlineData(429, 20429, "Too Many Requests")]
    public async Task A_refusal_carries_code_status_and_message(int status, int code, string message)
    {
        var body = $$"""{"code":{{code}},"message":"{{message}}","more_info":"https://www.twilio.com/docs/errors/{{code}}","status":{{status}}}""";

        var error = await RefusedAsync(LoopbackTwilio.Json(status, body));

        Assert.Equal((code, status, message), (error.Code, error.Status, error.Message));
        Assert.Equal($"https://www.twilio.com/docs/errors/{code}", error.MoreInfo);
    }

    [Fact]
    public async Task Problem_details_are_read_too()
    {
        const string body = """
            {"type":"https://www.twilio.com/docs/errors/20404","title":"Not Found","detail":"No such call","instance":"/x","code":20404,"status":404,"errors":[]}
            """;

        var error = await RefusedAsync(LoopbackTwilio.Json(404, body));

        Assert.Equal((20404, 404, "No such call"), (error.Code, error.Status, error.Message));
        Assert.Equal("https://www.twilio.com/docs/errors/20404", error.MoreInfo);
    }

    [Theory]
    [InlineData("<html><body>Url=https://example.com/voice/x</body></html>")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"code":"oops","message":7}""")]
    [InlineData("""{"code":99999999999}""")]
    public async Task An_answer_without_a_code_still_has_its_status_and_does_not_repeat_the_body(string body)
    {
        var error = await RefusedAsync(LoopbackTwilio.Html(500, body));

        Assert.Equal((0, 500, "Twilio answered with status 500"), (error.Code, error.Status, error.Message));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        var error = await RefusedAsync("HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        Assert.Equal(307, error.Status);
    }

    [Theory]
    [InlineData("{\"sid\":")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task A_success_that_is_no_call_is_an_error(string body)
    {
        using var twilio = new LoopbackTwilio(LoopbackTwilio.Json(200, body));

        var error = await Assert.ThrowsAsync<ApiException>(() => FetchAsync(twilio.Client));

        Assert.NotNull(error.InnerException);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"sid\":\"CA")]
    [InlineData("HTTP/1.1 20")]
    public async Task Half_an_answer_is_a_connection_failure(string answer)
    {
        using var twilio = new LoopbackTwilio(answer);

        var error = await Assert.ThrowsAsync<ApiConnectionException>(() => FetchAsync(twilio.Client));

        Assert.NotNull(error.InnerException);
    }

    [Fact]
    public async Task A_refused_connection_is_a_connection_failure()
    {
        using var httpClient = LoopbackTwilio.HttpClientTo(ClosedPort());
        var client = new TwilioRestClient(LoopbackTwilio.AccountSid, "secret", httpClient: new SystemNetHttpClient(httpClient));

        var error = await Assert.ThrowsAsync<ApiConnectionException>(() => FetchAsync(client));

        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
        Assert.Throws<ApiConnectionException>(() => client.Request(new Request(global::Twilio.Http.HttpMethod.Get, "api", "/x")));
    }

    [Fact]
    public async Task An_answer_that_takes_too_long_is_a_connection_failure()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var httpClient = LoopbackTwilio.HttpClientTo(((IPEndPoint)listener.LocalEndpoint).Port);
        httpClient.Timeout = TimeSpan.FromMilliseconds(50);
        var client = new TwilioRestClient(LoopbackTwilio.AccountSid, "secret", httpClient: new SystemNetHttpClient(httpClient));

        await Assert.ThrowsAsync<ApiConnectionException>(() => FetchAsync(client));
    }

    [Fact]
    public async Task Without_a_client_there_are_no_credentials() =>
        await Assert.ThrowsAsync<AuthenticationException>(() => CallResource.FetchAsync(pathSid: LoopbackTwilio.CallSid));

    private static async Task<ApiException> RefusedAsync(string answer)
    {
        using var twilio = new LoopbackTwilio(answer);
        var error = await Assert.ThrowsAsync<ApiException>(() => FetchAsync(twilio.Client));

        using var again = new LoopbackTwilio(answer);
        var sync = Assert.Throws<ApiException>(() => again.Client.Request(new Request(global::Twilio.Http.HttpMethod.Get, "api", "/x")));
        Assert.Equal((error.Code, error.Status, error.Message), (sync.Code, sync.Status, sync.Message));
        return error;
    }

    private static Task<CallResource> FetchAsync(TwilioRestClient client) =>
        CallResource.FetchAsync(pathSid: LoopbackTwilio.CallSid, client: client);

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
