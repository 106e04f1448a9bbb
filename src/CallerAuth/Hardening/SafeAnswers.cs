using Microsoft.Net.Http.Headers;

namespace CallerAuth.Hardening;

/// <summary>What every answer of ours says, whoever made it: what a browser or a cache may do with it, and nothing of how we are built.</summary>
internal static class SafeAnswers
{
    /// <summary>For all that is not a page; a page brings its own.</summary>
    public const string NoPage = "default-src 'none'; frame-ancestors 'none'";

    private const string SpokenHere = "GET, HEAD, POST";

    public static void UseSafeAnswers(this WebApplication app)
    {
        app.Use(next => context =>
        {
            context.Response.OnStarting(AddHeadersAsync, context);
            return next(context);
        });
        // Inside the framework's own page for developers, which would print headers and digits: nothing ever reaches it.
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = _ => Task.CompletedTask,
            StatusCodeSelector = e => e is BadHttpRequestException refused ? refused.StatusCode : StatusCodes.Status500InternalServerError,
        });
        app.Use(next => context => IsRefused(context.Request.Method) ? RefuseAsync(context.Response) : next(context));
    }

    private static Task AddHeadersAsync(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.TryAdd("Referrer-Policy", "no-referrer");
        headers.TryAdd(HeaderNames.ContentSecurityPolicy, NoPage);
        // Words, names and verdicts are for the one who asked; only the music says otherwise.
        headers.TryAdd(HeaderNames.CacheControl, "no-store");
        // Where TLS ends at a proxy, the proxy says this.
        if (context.Request.IsHttps)
            headers.TryAdd(HeaderNames.StrictTransportSecurity, "max-age=31536000");
        return Task.CompletedTask;
    }

    // Nothing here is shared with other origins, so OPTIONS has nothing to say; TRACE would repeat a request with its secrets.
    private static bool IsRefused(string method) =>
        HttpMethods.IsTrace(method) || HttpMethods.IsOptions(method) || HttpMethods.IsConnect(method) || method.Equals("TRACK", StringComparison.OrdinalIgnoreCase);

    private static Task RefuseAsync(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        response.Headers.Allow = SpokenHere;
        return Task.CompletedTask;
    }
}
