using CallerAuth.Calls;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace CallerAuth.Agents.Console;

/// <summary>What holds for every request of the console: the address it is known by, the language, and what a browser may do with the page.</summary>
internal static class ConsoleRequests
{
    public const string LanguageCookie = "agent-language";

    /// <summary>Everything from us, nothing inline, no frame around it. A browser that does not count ws: to 'self' is told so.</summary>
    private const string ContentSecurity =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    /// <summary>A page that is left says so by a beacon, which is multipart and names its circuit: else nobody here takes multipart, and the circuit would wait to be come back to.</summary>
    private const string Disconnect = "/_blazor/disconnect";

    private static readonly FormOptions Goodbye = new() { ValueCountLimit = 1, KeyLengthLimit = 64, ValueLengthLimit = 4 * 1024, MultipartBodyLengthLimit = 4 * 1024 };

    public static bool IsOfConsole(HttpContext context) => context.Request.Path.StartsWithSegments("/agent", StringComparison.OrdinalIgnoreCase) || context.Request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase);

    public static void UseConsoleRequests(this IApplicationBuilder app) => app.UseWhen(IsOfConsole, branch => branch.Use(next => context =>
    {
        var address = new Uri(context.RequestServices.GetRequiredService<IOptions<PublicOptions>>().Value.PublicBaseUrl);
        // TLS ends at the proxy; the provider must send agents back to the address that they know.
        context.Request.Scheme = address.Scheme;
        context.Request.Host = HostString.FromUriComponent(address);
        if (context.Request.Path.Equals(Disconnect, StringComparison.OrdinalIgnoreCase))
            context.Features.Set<IFormFeature>(new FormFeature(context.Request, Goodbye));
        context.Response.Headers.ContentSecurityPolicy = ContentSecurity;
        context.Response.Headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        context.Response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return next(context);
    }));

    public static string LanguageOf(HttpContext context) =>
        context.Request.Cookies[LanguageCookie] is { } chosen && ConsoleWords.Languages.Contains(chosen)
            ? chosen
            : ConsoleWords.Best(context.Request.GetTypedHeaders().AcceptLanguage);

    public static IResult ChooseLanguage(HttpContext context, string language, string? from)
    {
        if (ConsoleWords.Languages.Contains(language))
            context.Response.Cookies.Append(LanguageCookie, language, new CookieOptions { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = TimeSpan.FromDays(365) });
        return Results.LocalRedirect(from is { Length: > 0 } && IsOfConsolePath(from) ? "~" + from : "~/agent");
    }

    // Only back into the console: a path of ours, and no other host's ("//host").
    private static bool IsOfConsolePath(string path) =>
        (path == "/agent" || path.StartsWith("/agent/", StringComparison.Ordinal)) && !path.Contains('\\') && !path.Contains("//", StringComparison.Ordinal);
}
