using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.OpenApi;

namespace CallerAuth.Agents.Api;

/// <summary>The description of the API as a page for people. It is one document without script, picture or anything from another host, and prints well.</summary>
internal sealed class ReferencePage([FromKeyedServices(ApiDescription.DocumentName)] IOpenApiDocumentProvider description)
{
    public const string Path = "/api/reference";

    private const string Style = """
        :root { color-scheme: light dark; --ink: #1a2130; --soft: #4e586b; --paper: #fff; --tint: #f3f5f9; --rule: #d8dde6; --link: #0b57a8; --get: #0b6b3a; --post: #0b57a8; --delete: #a3262a }
        @media (prefers-color-scheme: dark) { :root { --ink: #e7ebf3; --soft: #a9b4c6; --paper: #12161e; --tint: #1b212c; --rule: #323b4a; --link: #8cc0ff; --get: #6fd3a0; --post: #8cc0ff; --delete: #ff9c9c } }
        * { box-sizing: border-box }
        html { scroll-behavior: smooth; scroll-padding-top: 1rem }
        @media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto } }
        body { font: 1rem/1.6 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0 auto; max-width: 76rem; padding: 1.5rem; display: grid; grid-template-columns: 14rem minmax(0, 1fr); gap: 3rem }
        nav { position: sticky; top: 1.5rem; align-self: start; font-size: .95rem; max-height: calc(100vh - 3rem); overflow: auto }
        nav ul { list-style: none; margin: 0 0 1rem; padding: 0 }
        nav li { padding: .15rem 0 }
        h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 1rem }
        h2 { font-size: 1.4rem; margin: 3rem 0 .5rem; padding-top: 1rem; border-top: 1px solid var(--rule) }
        h3 { font-size: 1.05rem; margin: 1.75rem 0 .5rem }
        p { max-width: 44rem; margin: 0 0 1rem }
        a { color: var(--link) }
        :focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
        code, pre { font: .9em/1.5 ui-monospace, monospace }
        code { background: var(--tint); border-radius: .25rem; padding: .1em .3em }
        pre { background: var(--tint); border: 1px solid var(--rule); border-radius: .5rem; padding: 1rem; overflow: auto; margin: 0 0 1rem }
        pre code { background: none; padding: 0 }
        .route { font: 600 1rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere }
        .method { display: inline-block; min-width: 4.5em; font-weight: 700 }
        .get { color: var(--get) } .post { color: var(--post) } .delete { color: var(--delete) }
        .table { overflow-x: auto; margin: 0 0 1rem }
        table { border-collapse: collapse; width: 100%; font-size: .95rem }
        th, td { text-align: left; vertical-align: top; padding: .45rem 1rem .45rem 0; border-bottom: 1px solid var(--rule) }
        th { color: var(--soft); font-weight: 600 }
        td:first-child { white-space: nowrap }
        .note { color: var(--soft) }
        summary { cursor: pointer; padding: .25rem 0 }
        @media (max-width: 50rem) { body { display: block; padding: 1rem } nav { position: static; max-height: none } td:first-child { white-space: normal } }
        @media print { body { display: block; max-width: none; padding: 0; color: #000; background: #fff } nav { display: none } pre, table { break-inside: avoid } }
        """;

    /// <summary>Nothing may be loaded, run or sent; the one style is known by its hash.</summary>
    public static readonly string ContentSecurityPolicy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private string? _page;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (HttpContext context, ReferencePage page) => page.ShowAsync(context)).ExcludeFromDescription();
        // The type of each problem leads to what it means.
        routes.MapGet(ApiProblem.Path + "{name}", (HttpRequest request, string name) =>
            ApiProblem.All.FirstOrDefault(problem => problem.Name == name) is { } known
                ? Results.Redirect($"{request.PathBase}{Path}#problem-{known.Name}")
                : Results.NotFound()).ExcludeFromDescription();
    }

    private async Task<IResult> ShowAsync(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        // Made twice by two at once it is the same.
        _page ??= Render(new ReferenceText(await description.GetOpenApiDocumentAsync(context.RequestAborted)));
        return Results.Content(_page, "text/html; charset=utf-8");
    }

    private static string Render(ReferenceText text) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{WebUtility.HtmlEncode(text.Title)}</title>
        <style>{Style}</style>
        </head>
        <body>
        <nav aria-label="Contents">{text.Contents()}</nav>
        <main>
        <h1>{WebUtility.HtmlEncode(text.Title)}</h1>
        {text.About()}
        {text.Ways()}
        {text.Operations()}
        {ReferenceText.Problems()}
        </main>
        </body>
        </html>
        """;
}
