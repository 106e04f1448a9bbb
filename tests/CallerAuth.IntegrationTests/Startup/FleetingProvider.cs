using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CallerAuth.IntegrationTests.Startup;

/// <summary>A provider that shows its discovery document and keys once each, and then drops every connection.</summary>
internal sealed class FleetingProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _discovered;

    private FleetingProvider(WebApplication app) => _app = app;

    public string Authority => _app.Urls.First();

    /// <param name="lender">The provider whose keys it shows.</param>
    public static async Task<FleetingProvider> StartAsync(string lender, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = new FleetingProvider(builder.Build());
        provider._app.MapGet("/.well-known/openid-configuration", (HttpContext context) => provider.Discover(context, lender));
        await provider._app.StartAsync(cancellationToken);
        return provider;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult Discover(HttpContext context, string lender)
    {
        if (Interlocked.Increment(ref _discovered) > 1)
            context.Abort();
        return Results.Json(new { issuer = Authority, token_endpoint = Authority + "/token", backchannel_authentication_endpoint = Authority + "/start", jwks_uri = lender + "/.well-known/jwks" });
    }
}
