using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace CallerAuth.IntegrationTests.Privacy;

/// <summary>A request and its answer, as they went over the wire.</summary>
internal sealed record Exchange(string Url, string RequestHeaders, string RequestBody, string ResponseHeaders, string ResponseBody)
{
    public string Path => new Uri(Url).AbsolutePath;

    public IReadOnlyList<KeyValuePair<string, string>> Form =>
        [.. RequestBody.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Select(pair => KeyValuePair.Create(Decoded(pair[0]), pair.Length > 1 ? Decoded(pair[1]) : ""))];

    private static string Decoded(string text) => System.Net.WebUtility.UrlDecode(text);
}

/// <summary>Listens on both sides of a service: what it is asked and answers, and what it asks of the provider and of Twilio.</summary>
internal sealed class Tap : IStartupFilter, IHttpMessageHandlerBuilderFilter
{
    private readonly ConcurrentQueue<Exchange> _webhooks = new();
    private readonly ConcurrentQueue<Exchange> _requests = new();

    public IReadOnlyCollection<Exchange> Webhooks => _webhooks;

    /// <summary>Requests of the service's own, also those that got no answer.</summary>
    public IReadOnlyCollection<Exchange> Requests => _requests;

    public void AddTo(IServiceCollection services)
    {
        services.AddSingleton<IStartupFilter>(this);
        services.AddSingleton<IHttpMessageHandlerBuilderFilter>(this);
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(ListenAsync);
        next(app);
    };

    // The last handler before the wire, behind everything that still changes a request.
    public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
    {
        next(builder);
        builder.AdditionalHandlers.Add(new OnTheWire(_requests));
    };

    private async Task ListenAsync(HttpContext context, RequestDelegate rest)
    {
        context.Request.EnableBuffering();
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8, leaveOpen: true);
        var asked = await reader.ReadToEndAsync(context.RequestAborted);
        context.Request.Body.Position = 0;
        var wire = context.Response.Body;
        using var answered = new MemoryStream();
        context.Response.Body = answered;
        try
        {
            await rest(context);
        }
        finally
        {
            context.Response.Body = wire;
            _webhooks.Enqueue(new Exchange(
                $"{context.Request.Scheme}://{context.Request.Host}{context.Request.Path}{context.Request.QueryString}",
                Headers(context.Request.Headers),
                asked,
                Headers(context.Response.Headers),
                Encoding.UTF8.GetString(answered.ToArray())));
        }

        answered.Position = 0;
        await answered.CopyToAsync(wire, context.RequestAborted);
    }

    private static string Headers(IHeaderDictionary headers) => string.Join('\n', headers.Select(header => $"{header.Key}: {header.Value}"));

    private sealed class OnTheWire(ConcurrentQueue<Exchange> requests) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            var (headers, answer) = ("", "");
            try
            {
                var response = await base.SendAsync(request, cancellationToken);
                headers = $"{response.Headers}{response.Content.Headers}";
                await response.Content.LoadIntoBufferAsync(cancellationToken);
                answer = await response.Content.ReadAsStringAsync(cancellationToken);
                return response;
            }
            finally
            {
                requests.Enqueue(new Exchange(request.RequestUri!.ToString(), $"{request.Headers}{request.Content?.Headers}", body, headers, answer));
            }
        }
    }
}
