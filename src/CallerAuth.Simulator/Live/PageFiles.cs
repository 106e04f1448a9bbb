using System.Collections.Frozen;

namespace CallerAuth.Simulator.Live;

/// <summary>
/// The page's files, <c>wwwroot</c>, carried inside the assembly so that they are found from wherever a host is started. No script, style
/// or picture comes from elsewhere or stands inside the page.
/// </summary>
internal static class PageFiles
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", context => SendAsync(context, "index.html"));
        routes.MapGet("/page/{file}", context => SendAsync(context, (string)context.Request.RouteValues["file"]!));
    }

    private static async Task SendAsync(HttpContext context, string file)
    {
        await using var content = typeof(PageFiles).Assembly.GetManifestResourceStream($"page/{file}");
        if (content is null || !Types.TryGetValue(Path.GetExtension(file), out var type))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache";
        context.Response.ContentType = type;
        await content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
