using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CallerAuth.IntegrationTests.Service;

/// <summary>What stands in front of several instances: one address for Twilio, each request to the next instance in turn.</summary>
internal sealed class LoadBalancer : IAsyncDisposable
{
    private static readonly string[] Passed = ["X-Twilio-Signature", "I-Twilio-Idempotency-Token"];

    private readonly WebApplication _app;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
    private ImmutableArray<Uri> _instances = [];
    private int _turn;

    private LoadBalancer(WebApplication app) => _app = app;

    public Uri Url { get; private set; } = null!;

    /// <summary>Only these get requests from now on.</summary>
    public void SendTo(params IEnumerable<ServiceUnderTest> instances) => _instances = [.. instances.Select(instance => instance.Url)];

    public static async Task<LoadBalancer> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var balancer = new LoadBalancer(app);
        app.Run(balancer.PassOnAsync);
        await app.StartAsync(cancellationToken);
        balancer.Url = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return balancer;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task PassOnAsync(HttpContext context)
    {
        var instances = _instances;
        var instance = instances[(int)((uint)Interlocked.Increment(ref _turn) % instances.Length)];
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(instance, RawTargetOf(context)));
        if (context.Request.ContentType is { } contentType)
        {
            request.Content = new StreamContent(context.Request.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        foreach (var header in Passed)
            request.Headers.TryAddWithoutValidation(header, context.Request.Headers[header].AsEnumerable());
        using var response = await _http.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        foreach (var header in new[] { "ETag", "Cache-Control" })
        {
            if (response.Headers.TryGetValues(header, out var values))
                context.Response.Headers[header] = values.ToArray();
        }

        if (context.Response.StatusCode != StatusCodes.Status204NoContent)
            await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    // As it was sent: what is escaped in another way has another signature.
    private static string RawTargetOf(HttpContext context) => context.Features.Get<IHttpRequestFeature>()!.RawTarget;
}
