using Microsoft.Net.Http.Headers;

namespace CallerAuth.Voice;

/// <summary>Serves what callers hear while they wait. Twilio's media servers keep it for a day and ask by ETag after that.</summary>
internal static class HoldMusic
{
    private static readonly CacheControlHeaderValue ForADay = new() { Public = true, MaxAge = TimeSpan.FromDays(1) };

    public static void MapHoldMusic(this WebApplication app) => app.UseStaticFiles(new StaticFileOptions
    {
        OnPrepareResponse = context => context.Context.Response.GetTypedHeaders().CacheControl = ForADay,
    });
}
