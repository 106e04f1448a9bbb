using System.Net;

namespace CallerAuth.IntegrationTests.Hostile;

/// <summary>What every answer says to browsers and caches, and what none says about us.</summary>
[Collection(UnderFire.Name)]
public class AnswerHeadersTests(ServiceUnderFire service)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/health/live", HttpStatusCode.OK)]
    [InlineData("GET", "/health/ready", HttpStatusCode.OK)]
    [InlineData("GET", "/", HttpStatusCode.NotFound)]
    [InlineData("GET", "/audio/../appsettings.json", HttpStatusCode.NotFound)]
    [InlineData("GET", "/voice/incoming", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/voice/incoming", HttpStatusCode.Forbidden)]
    [InlineData("TRACE", "/voice/incoming", HttpStatusCode.MethodNotAllowed)]
    [InlineData("TRACK", "/health/live", HttpStatusCode.MethodNotAllowed)]
    [InlineData("OPTIONS", "/health/live", HttpStatusCode.MethodNotAllowed)]
    [InlineData("OPTIONS", "/nowhere", HttpStatusCode.MethodNotAllowed)]
    public async Task An_answer_is_not_kept_not_guessed_at_and_no_page(string method, string path, HttpStatusCode status)
    {
        ServiceUnderFire.Require();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await service.Http.SendAsync(request, Cancellation);

        Assert.Equal(status, answer.StatusCode);
        AssertSafe(answer);
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task TwiML_is_not_kept()
    {
        ServiceUnderFire.Require();
        using var answer = await service.CallInAsync(Cancellation);

        Assert.Equal("application/xml", answer.Content.Headers.ContentType?.MediaType);
        AssertSafe(answer);
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task Music_is_kept_for_a_day()
    {
        ServiceUnderFire.Require();
        using var answer = await service.Http.GetAsync(new Uri("/audio/hold.mp3", UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        AssertSafe(answer);
        Assert.Equal(TimeSpan.FromDays(1), answer.Headers.CacheControl?.MaxAge);
        Assert.False(answer.Headers.CacheControl?.NoStore);
    }

    private static void AssertSafe(HttpResponseMessage answer)
    {
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["no-referrer"], answer.Headers.GetValues("Referrer-Policy"));
        Assert.Equal(["default-src 'none'; frame-ancestors 'none'"], answer.Headers.GetValues("Content-Security-Policy"));
        Assert.False(answer.Headers.Contains("Server"));
        Assert.False(answer.Headers.Contains("X-Powered-By"));
    }
}
