using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CallerAuth.IntegrationTests.Webhooks;

/// <summary>What a target received of one try.</summary>
internal sealed record Received(string Id, string Timestamp, string Signatures, string Body);

/// <summary>A target on loopback that answers as a test wishes, in ways that a mock of HTTP would not: it hangs, drips and floods.</summary>
internal sealed class TargetServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _over = new();

    private TargetServer(WebApplication app) => _app = app;

    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    public ConcurrentQueue<Received> Requests { get; } = [];

    public Uri Url => new(_app.Urls.Single() + "/events");

    /// <summary>Cancelled when the test is over, so that who hangs ends.</summary>
    public CancellationToken Over => _over.Token;

    /// <param name="answer">The answer to the n-th request, from 1.</param>
    public static async Task<TargetServer> StartAsync(Func<HttpContext, int, CancellationToken, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MinResponseDataRate = null;
        });
        var app = builder.Build();
        var target = new TargetServer(app);
        var count = 0;
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            var body = await reader.ReadToEndAsync(context.RequestAborted);
            var headers = context.Request.Headers;
            var number = Interlocked.Increment(ref count);
            target.Requests.Enqueue(new Received(headers["webhook-id"]!, headers["webhook-timestamp"]!, headers["webhook-signature"]!, body));
            using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, target.Over);
            await answer(context, number, either.Token);
        });
        await app.StartAsync();
        return target;
    }

    public static Task<TargetServer> StartAsync(int status) => StartAsync((context, _, _) =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    /// <summary>As a receiver would check it, spelt out without our code.</summary>
    public static bool IsSigned(Received received, string secret = Secret)
    {
        var mac = HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{received.Id}.{received.Timestamp}.{received.Body}"));
        return received.Signatures.Split(' ').Contains("v1," + Convert.ToBase64String(mac), StringComparer.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _app.DisposeAsync();
        _over.Dispose();
    }
}
