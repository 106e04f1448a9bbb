using System.Net.Sockets;
using CallerAuth.Ciba;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CallerAuth.Tests.Ciba;

/// <summary>The room's own message handler against a server on this machine.</summary>
public sealed class BackChannelTests : IAsyncLifetime
{
    private readonly List<string> _seen = [];
    private WebApplication _server = null!;
    private RequestDelegate _token = _ => Task.CompletedTask;
    private CibaRig _rig = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.Run(AnswerAsync);
        await _server.StartAsync(TestContext.Current.CancellationToken);
        _rig = new CibaRig(realNetwork: true, ("Ciba:Authority", Address));
    }

    public async ValueTask DisposeAsync()
    {
        _rig.Dispose();
        await _server.DisposeAsync();
    }

    private string Address => _server.Urls.First();

    private string Http2Address => _server.Urls.Last();

    [Fact]
    public async Task A_plain_answer_is_read()
    {
        _token = context => context.Response.WriteAsJsonAsync(new { error = "authorization_pending" });

        Assert.IsType<PollResult.Pending>(await _rig.PollSwedishAsync());
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        _token = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        };

        var result = await _rig.PollSwedishAsync();

        Assert.Contains("redirects are not followed", Assert.IsType<PollResult.Unavailable>(result).Why, StringComparison.Ordinal);
        Assert.DoesNotContain("/elsewhere", _seen);
    }

    [Fact]
    public async Task Cookies_are_not_kept()
    {
        var cookies = new List<string?>();
        _token = context =>
        {
            cookies.Add(context.Request.Headers.Cookie);
            context.Response.Cookies.Append("session", "1");
            return context.Response.WriteAsJsonAsync(new { error = "authorization_pending" });
        };

        await _rig.PollSwedishAsync();
        await _rig.PollSwedishAsync();

        Assert.All(cookies, Assert.Null);
        Assert.Equal(2, cookies.Count);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    public async Task A_body_of_a_megabyte_is_not_read_to_its_end(int status)
    {
        _token = async context =>
        {
            context.Response.StatusCode = status;
            for (var i = 0; i < 256; i++)
                await context.Response.WriteAsync(new string(' ', 4096), context.RequestAborted);
        };

        Assert.Contains("65536 bytes", Assert.IsType<PollResult.Unavailable>(await _rig.PollSwedishAsync()).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_a_body_is_unavailable()
    {
        _token = async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("""{"error":"access_den""", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
        };

        Assert.IsType<PollResult.Unavailable>(await _rig.PollSwedishAsync());
    }

    [Fact]
    public async Task A_connection_that_closes_without_an_answer_is_unavailable()
    {
        _token = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        Assert.IsType<PollResult.Unavailable>(await _rig.PollSwedishAsync());
        Assert.Single(_seen, path => path == "/oauth2/token");
    }

    [Fact]
    public async Task A_body_that_never_ends_is_unavailable_after_its_time()
    {
        var headersSent = new TaskCompletionSource();
        _token = async context =>
        {
            await context.Response.WriteAsync("{", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            headersSent.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, _rig.Clock, context.RequestAborted);
        };

        var result = _rig.PollSwedishAsync();
        await headersSent.Task.WaitAsync(TestContext.Current.CancellationToken);
        _rig.Clock.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal(new PollResult.Unavailable("no answer in time", null), await result);
    }

    [Theory]
    [InlineData("Http1AndHttp2", "HTTP/1.1")]
    [InlineData("Http1", "HTTP/1.1")]
    [InlineData("Http2", "HTTP/2")]
    public async Task Without_TLS_HTTP_2_is_spoken_by_request_alone(string protocol, string spoken)
    {
        using var rig = new CibaRig(realNetwork: true, ("Ciba:Authority", protocol == "Http2" ? Http2Address : Address), ("Ciba:Protocol", protocol));
        var heard = "";
        _token = context =>
        {
            heard = context.Request.Protocol;
            return context.Response.WriteAsJsonAsync(new { error = "authorization_pending" });
        };

        Assert.IsType<PollResult.Pending>(await rig.PollSwedishAsync());
        Assert.Equal(spoken, heard);
    }

    [Fact]
    public async Task No_more_connections_are_opened_than_allowed()
    {
        using var rig = new CibaRig(realNetwork: true, ("Ciba:Authority", Address), ("Ciba:MaxConnections", "3"));
        var connections = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        _token = context =>
        {
            connections[context.Connection.Id] = true;
            return context.Response.WriteAsJsonAsync(new { error = "authorization_pending" });
        };

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => rig.PollSwedishAsync())), result => Assert.IsType<PollResult.Pending>(result));
        Assert.InRange(connections.Count, 1, 3);
    }

    [Fact]
    public async Task Nobody_at_the_other_end_is_unavailable()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var freePort = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var rig = new CibaRig(realNetwork: true, ("Ciba:Authority", $"http://127.0.0.1:{freePort}"));

        var result = await rig.StartSwedishAsync();

        Assert.Equal(new StartResult.Unavailable("discovery: no connection (ConnectionError)", null), result);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var address = $"{context.Request.Scheme}://{context.Request.Host}";
        lock (_seen)
            _seen.Add(context.Request.Path);

        switch (context.Request.Path)
        {
            case "/.well-known/openid-configuration":
                await context.Response.WriteAsJsonAsync(new { issuer = address, token_endpoint = $"{address}/oauth2/token", jwks_uri = $"{address}/.well-known/jwks" });
                break;
            case "/.well-known/jwks":
                await context.Response.WriteAsync(TestKeys.Jwks(TestKeys.PublicJwk(TestKeys.Provider, TestToken.Kid)));
                break;
            case "/oauth2/token":
                await _token(context);
                break;
            default:
                context.Response.StatusCode = 404;
                break;
        }
    }
}
