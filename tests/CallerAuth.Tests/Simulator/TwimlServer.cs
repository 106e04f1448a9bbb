using System.Collections.Concurrent;
using CallerAuth.Simulator.Telephony;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CallerAuth.Tests.Simulator;

/// <summary>A request that Twilio's stand-in sent, in the order of arrival.</summary>
internal sealed record Received(string Method, string Path, IReadOnlyDictionary<string, string> Form, string Signature, string Url)
{
    public string this[string field] => Form.GetValueOrDefault(field, "");
}

/// <summary>A tiny service with fixed answers, one per path.</summary>
internal sealed class TwimlServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Received> _received = new();
    private readonly ConcurrentDictionary<string, Func<HttpContext, Received, Task>> _answers = new(StringComparer.Ordinal);

    private TwimlServer(WebApplication app) => _app = app;

    public Uri BaseUrl => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public IReadOnlyList<Received> Requests => [.. _received];

    public IEnumerable<string> Paths => _received.Select(request => request.Path);

    public static async Task<TwimlServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new TwimlServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public TwimlServer On(string path, string verbs) => On(path, (context, _) => WriteAsync(context, $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>{verbs}</Response>"));

    public TwimlServer On(string path, Func<HttpContext, Received, Task> answerAsync)
    {
        _answers[path] = answerAsync;
        return this;
    }

    public Received Only(string path) => Assert.Single(Requests, request => request.Path == path);

    public static Task WriteAsync(HttpContext context, string body, string contentType = "application/xml")
    {
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(body);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;
        var received = new Received(
            context.Request.Method,
            context.Request.Path,
            form.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal),
            context.Request.Headers[TwilioSignature.Header].ToString(),
            $"{context.Request.Scheme}://{context.Request.Host}{context.Request.Path}{context.Request.QueryString}");
        _received.Enqueue(received);
        if (_answers.TryGetValue(received.Path, out var answerAsync))
            await answerAsync(context, received);
        else
            context.Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
