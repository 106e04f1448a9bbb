using CallerAuth.Lines;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace CallerAuth.Agents.Console;

/// <summary>
/// Signs agents in by OpenID Connect (Core 3.1, authorization code with PKCE, RFC 7636) and remembers it in a sealed cookie. The ring that
/// seals it is derived from the settings (Store/SealerKeys), so every instance can open it.
/// </summary>
internal static class AgentSignIn
{
    public const string Policy = "agent-console";
    public const string CallbackPath = "/agent/signed-in";

    private const string Cookie = "agent-cookie";
    private const string Provider = "agent-provider";

    public static IServiceCollection AddAgentSignIn(this IServiceCollection services)
    {
        services.AddOptions<SignInOptions>().BindConfiguration(SignInOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SignInOptions>, SignInOptionsValidator>();
        services.AddSingleton<Sessions>();
        services.AddAuthentication().AddCookie(Cookie, SetCookie);
        // The scheme is there only where it is configured: one without settings would fail every request, also Twilio's.
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<OpenIdConnectOptions>, OpenIdConnectPostConfigureOptions>());
        services.TryAddTransient<OpenIdConnectHandler>();
        services.AddOptions<AuthenticationOptions>().Configure<IOptions<SignInOptions>>((authentication, signIn) =>
        {
            if (signIn.Value.IsConfigured)
                authentication.AddScheme<OpenIdConnectHandler>(Provider, displayName: null);
        });
        services.AddOptions<OpenIdConnectOptions>(Provider).Configure<IOptions<SignInOptions>>((options, signIn) => SetProvider(options, signIn.Value));
        services.AddAuthorizationBuilder().AddPolicy(Policy, policy => policy.AddAuthenticationSchemes(Cookie).RequireAuthenticatedUser());
        return services;
    }

    public static async Task<IResult> SignOutAsync(HttpContext context, Sessions sessions, TimeProvider time)
    {
        if (Agent.From(context.User, time.GetUtcNow()) is { } agent)
            await sessions.SignOutAsync(agent);
        await context.SignOutAsync(Cookie);
        return Results.LocalRedirect("~/agent/signed-out");
    }

    private static void SetCookie(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "__Host-agent";
        options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.HttpOnly = true;
        options.Cookie.Path = "/";
        options.Cookie.IsEssential = true;
        options.ExpireTimeSpan = TimeSpan.FromHours(8);
        options.SlidingExpiration = true;
        options.ForwardChallenge = Provider;
        options.Events.OnValidatePrincipal = ValidateAsync;
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        if (Agent.From(context.Principal, services.GetRequiredService<TimeProvider>().GetUtcNow()) is not { } agent || await services.GetRequiredService<Sessions>().IsSignedOutAsync(agent))
            context.RejectPrincipal();
    }

    private static void SetProvider(OpenIdConnectOptions options, SignInOptions signIn)
    {
        options.SignInScheme = Cookie;
        options.Authority = signIn.Authority;
        options.RequireHttpsMetadata = !new Uri(signIn.Authority).IsLoopback;
        options.ClientId = signIn.ClientId;
        options.ClientSecret = signIn.ClientSecret;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.MapInboundClaims = false;
        options.SaveTokens = false;
        options.GetClaimsFromUserInfoEndpoint = true;
        // What the provider's userinfo adds to its token: each value of a list by itself, as a token's are.
        options.ClaimActions.Clear();
        foreach (var claim in new[] { signIn.NameClaim, signIn.RequiredClaim, signIn.LinesClaim, signIn.AddressClaim }.Where(claim => claim.Length > 0).Distinct(StringComparer.Ordinal))
            options.ClaimActions.MapJsonKey(claim, claim);
        options.CallbackPath = CallbackPath;
        options.Scope.Clear();
        foreach (var scope in signIn.Scopes.Prepend("openid").Append("profile").Distinct(StringComparer.Ordinal))
            options.Scope.Add(scope);
        foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
        {
            // The provider sends the agent back by GET, so Lax will do.
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = CookieSecurePolicy.Always;
        }

        options.Events.OnRedirectToIdentityProvider = context =>
        {
            // A script cannot follow to the provider's page; it is told no.
            if (context.Request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase))
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                context.HandleResponse();
            }

            return Task.CompletedTask;
        };
        options.Events.OnTicketReceived = TicketReceivedAsync;
        options.Events.OnRemoteFailure = context =>
        {
            context.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(AgentSignIn)).SignInFailed(context.Failure);
            context.Response.Redirect(context.Request.PathBase + "/agent/sign-in-failed");
            context.HandleResponse();
            return Task.CompletedTask;
        };
    }

    private static Task TicketReceivedAsync(TicketReceivedContext context)
    {
        var services = context.HttpContext.RequestServices;
        var options = services.GetRequiredService<IOptions<SignInOptions>>().Value;
        if (Agent.FromProvider(context.Principal!, options, services.GetRequiredService<LineDirectory>(), services.GetRequiredService<TimeProvider>().GetUtcNow()) is { } agent)
        {
            context.Principal = agent.ToPrincipal();
        }
        else
        {
            context.Response.Redirect(context.Request.PathBase + "/agent/no-agent");
            context.HandleResponse();
        }

        return Task.CompletedTask;
    }
}
