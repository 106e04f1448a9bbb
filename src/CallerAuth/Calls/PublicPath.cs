using Microsoft.Extensions.Options;

namespace CallerAuth.Calls;

/// <summary>
/// The path of the public address, below which a proxy has put this service. Whether the proxy takes it off or leaves it on, the routes are
/// found without it, and every address that we give away has it.
/// </summary>
internal static class PublicPath
{
    /// <summary>Comes before everything that looks at a path, the routes too.</summary>
    public static void UsePublicPath(this WebApplication app)
    {
        var path = app.Services.GetRequiredService<IOptions<PublicOptions>>().Value.Path;
        if (path.HasValue)
        {
            app.Use(next => context =>
            {
                if (context.Request.Path.StartsWithSegments(path, StringComparison.Ordinal, out var rest))
                    context.Request.Path = rest;
                context.Request.PathBase = path;
                return next(context);
            });
        }
    }
}
