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

    /// <summary>Where the provider sends an agent whose session it has ended (OpenID Connect RP-Initiated Logout 1.0 §2).</summary>
    public const string SignedOutThere = "/agent/signed-out-there";

    private const string Cookie = "agent-cookie";
    private const string Provider = "agent-provider";
    private const string IdToken = "id_token";

    /// <summary>A larger one, with hundreds of groups in it, does not go into a cookie; then the provider is told the client's id alone.</summary>
    private const int IdTokenMax = 3 * 1024;

    private static readonly TimeSpan ProviderAnswersWithin = TimeSpan.FromSeconds(5);

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

    /// <summary>Ends the sign-in here, and finds out where the provider ends its own.</summary>
    /// <returns>The provider's address; null where it offers none or cannot be asked.</returns>
    public static async Task<string?> SignOutAsync(HttpContext context, Sessions sessions, TimeProvider time)
    {
        if (Agent.From(context.User, time.GetUtcNow()) is { } agent)
            await sessions.SignOutAsync(agent);
        var there = await EndSessionAsync(context, time);
        await context.SignOutAsync(Cookie);
        return there;
    }

    private static async Task<string?> EndSessionAsync(HttpContext context, TimeProvider time)
    {
        using var patience = new CancellationTokenSource(ProviderAnswersWithin, time);
        try
        {
            var provider = context.RequestServices.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>().Get(Provider).ConfigurationManager!;
            if (string.IsNullOrEmpty((await provider.GetConfigurationAsync(patience.Token)).EndSessionEndpoint))
                return null;
            await context.SignOutAsync(Provider);
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException or OperationCanceledException)
        {
            context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(AgentSignIn)).NotSignedOutThere(e);
            return null;
        }

        // Our page's policy lets a form lead nowhere but to us, and a redirect counts as where the form leads. So the page goes there by itself.
        var there = context.Response.Headers.Location.ToString();
        context.Response.Headers.Remove("Location");
        context.Response.StatusCode = StatusCodes.Status200OK;
        return there.Length > 0 ? there : null;
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
        options.SignedOutCallbackPath = SignedOutThere;
        // A link from anywhere would sign agents out; who may do so is asked for an antiforgery token.
        options.RemoteSignOutPath = PathString.Empty;
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
        options.Events.OnTokenValidated = context =>
        {
            if (context.TokenEndpointResponse?.IdToken is { Length: > 0 and <= IdTokenMax } idToken)
                context.Properties!.StoreTokens([new AuthenticationToken { Name = IdToken, Value = idToken }]);
            return Task.CompletedTask;
        };
        options.Events.OnTicketReceived = TicketReceivedAsync;
        options.Events.OnRedirectToIdentityProviderForSignOut = context =>
        {
            context.ProtocolMessage.ClientId = signIn.ClientId;
            return Task.CompletedTask;
        };
        options.Events.OnSignedOutCallbackRedirect = context =>
        {
            context.Response.Redirect(context.Request.PathBase + "/agent/signed-out");
            context.HandleResponse();
            return Task.CompletedTask;
        };
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
