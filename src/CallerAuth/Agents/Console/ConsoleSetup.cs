using CallerAuth.Agents.Statistics;
using CallerAuth.Lines;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace CallerAuth.Agents.Console;

/// <summary>The door of the console: agents' pages under /agent, live over Blazor's own channel.</summary>
internal static class ConsoleSetup
{
    public static IServiceCollection AddConsole(this IServiceCollection services)
    {
        services.AddAgentSignIn();
        services.AddSingleton<VerifyEndpoint>();
        services.AddSingleton<TodayViewerOf>(provider =>
        {
            var (time, lines) = (provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<LineDirectory>());
            return context => new TodayViewer(
                ConsoleRequests.LanguageOf(context), Agent.From(context.User, time.GetUtcNow()) is { } agent ? line => agent.MaySee(lines.KeyOf(line)) : _ => false);
        });
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "agent-form";
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
        services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(hub =>
        {
            // A page must know within seconds that it is not live any more; the browser's half is in console.js.
            hub.KeepAliveInterval = TimeSpan.FromSeconds(2);
            hub.ClientTimeoutInterval = TimeSpan.FromSeconds(15);
        });
        services.AddScoped<AuthenticationStateProvider, AgentState>();
        return services;
    }

    /// <summary>Comes before the routes, and after what holds for all answers.</summary>
    public static void UseConsole(this WebApplication app)
    {
        app.UseConsoleRequests();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    public static void MapConsole(this WebApplication app)
    {
        // A development aid of the framework would else answer every GET that looks like a file, also those of the music.
        app.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        app.MapGet("/agent/language", ConsoleRequests.ChooseLanguage).ExcludeFromDescription();
        if (!app.Services.GetRequiredService<IOptions<SignInOptions>>().Value.IsConfigured)
        {
            app.MapGet("/agent/{**rest}", () => Notice("NotConfigured", null, StatusCodes.Status503ServiceUnavailable)).ExcludeFromDescription();
            app.MapStaticAssets();
            return;
        }

        app.MapStaticAssets();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(server =>
            {
                // We say it ourselves, for every answer; and 500 pages with a compressor each would cost more than they save.
                server.ContentSecurityFrameAncestorsPolicy = null;
                server.DisableWebSocketCompression = true;
            })
            .RequireAuthorization(AgentSignIn.Policy);
        app.MapStatistics(AgentSignIn.Policy);
        app.MapPost("/agent/calls/{callSid}/verification", (HttpContext context, string callSid, VerifyEndpoint endpoint, CancellationToken cancellationToken) => endpoint.AskAsync(context, callSid, cancellationToken))
            .RequireAuthorization(AgentSignIn.Policy).ExcludeFromDescription();
        app.MapPost("/agent/sign-out", async (HttpContext context, IAntiforgery antiforgery, Sessions sessions, TimeProvider time) =>
                await antiforgery.IsRequestValidAsync(context) ? await SignOutAsync(context, sessions, time) : Results.StatusCode(StatusCodes.Status403Forbidden))
            .RequireAuthorization(AgentSignIn.Policy).ExcludeFromDescription();
        app.MapGet("/agent/signed-out", () => Notice("SignedOut", "sign-in")).ExcludeFromDescription();
        app.MapGet("/agent/no-agent", () => Notice("NoAgent", "sign-in", StatusCodes.Status403Forbidden)).ExcludeFromDescription();
        app.MapGet("/agent/sign-in-failed", () => Notice("SignInFailed", "sign-in")).ExcludeFromDescription();
        app.MapGet("/agent/{**rest}", () => Notice("NotFound", "calls", StatusCodes.Status404NotFound)).ExcludeFromDescription();
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, Sessions sessions, TimeProvider time)
    {
        if (await AgentSignIn.SignOutAsync(context, sessions, time) is not { } there)
            return Results.LocalRedirect("~/agent/signed-out");
        context.Response.Headers["Refresh"] = $"0;url={there}";
        return Notice("SignedOut", "sign-in");
    }

    private static IResult Notice(string notice, string? link, int status = StatusCodes.Status200OK) =>
        new RazorComponentResult<NoticePage>(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(NoticePage.Notice)] = notice, [nameof(NoticePage.Link)] = link }) { StatusCode = status };
}
