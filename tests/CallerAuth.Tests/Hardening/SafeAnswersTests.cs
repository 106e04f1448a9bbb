using CallerAuth.Hardening;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CallerAuth.Tests.Hardening;

/// <summary>A fault of ours shows nothing of itself, whatever the environment.</summary>
public class SafeAnswersTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task A_fault_is_a_blank_500(string environment)
    {
        await using var app = await StartAsync(environment, _ => throw new InvalidOperationException("17912099997"));
        using var http = new HttpClient();

        using var answer = await http.GetAsync(new Uri(app.Urls.Single()), Cancellation);

        Assert.Equal(StatusCodes.Status500InternalServerError, (int)answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task A_request_that_the_server_turns_down_keeps_its_status()
    {
        await using var app = await StartAsync("Production", _ => throw new BadHttpRequestException("too slow", StatusCodes.Status408RequestTimeout));
        using var http = new HttpClient();

        using var answer = await http.GetAsync(new Uri(app.Urls.Single()), Cancellation);

        Assert.Equal(StatusCodes.Status408RequestTimeout, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_page_brings_its_own_policy()
    {
        await using var app = await StartAsync("Production", context =>
        {
            context.Response.Headers.ContentSecurityPolicy = "default-src 'self'";
            context.Response.Headers.CacheControl = "private";
            return Task.CompletedTask;
        });
        using var http = new HttpClient();

        using var answer = await http.GetAsync(new Uri(app.Urls.Single()), Cancellation);

        Assert.Equal(["default-src 'self'"], answer.Headers.GetValues("Content-Security-Policy"));
        Assert.True(answer.Headers.CacheControl?.Private);
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    private static async Task<WebApplication> StartAsync(string environment, RequestDelegate answer)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.UseSafeAnswers();
        app.Run(answer);
        await app.StartAsync(Cancellation);
        return app;
    }
}
