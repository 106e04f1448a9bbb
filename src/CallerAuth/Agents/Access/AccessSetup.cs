using CallerAuth.Lines;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace CallerAuth.Agents.Access;

internal static class AccessSetup
{
    /// <summary>No HMAC and no <c>none</c>: a key that can be fetched may not be one that signs (RFC 8725 §3.1).</summary>
    private static readonly string[] Algorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256];

    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ProviderAnswersWithin = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddOptions<ApiOptions>().BindConfiguration(ApiOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ApiOptions>, ApiOptionsValidator>();
        services.AddHostedService<ApiAnnouncement>();
        services.AddAuthentication()
            .AddPolicyScheme(AccessScheme.Api, displayName: null, _ => { })
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(AccessScheme.Key, _ => { })
            .AddJwtBearer(AccessScheme.Token, _ => { });
        services.AddOptions<PolicySchemeOptions>(AccessScheme.Api).Configure<IOptions<ApiOptions>>((scheme, api) =>
            scheme.ForwardDefaultSelector = context => AccessScheme.For(context.Request, api.Value));
        services.AddOptions<JwtBearerOptions>(AccessScheme.Token).Configure<IOptions<ApiOptions>>((bearer, api) => Set(bearer, api.Value));
        return services;
    }

    private static void Set(JwtBearerOptions bearer, ApiOptions api)
    {
        // Nobody's tokens: then the scheme is never chosen.
        if (api.Authority.Length == 0)
            return;
        bearer.Authority = api.Authority;
        bearer.Audience = api.Audience;
        // The start-up check has refused plain http elsewhere.
        bearer.RequireHttpsMetadata = !new Uri(api.Authority).IsLoopback;
        bearer.BackchannelTimeout = ProviderAnswersWithin;
        bearer.BackchannelHttpHandler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        bearer.MapInboundClaims = false;
        bearer.SaveToken = false;
        bearer.TokenValidationParameters.ValidAlgorithms = Algorithms;
        bearer.TokenValidationParameters.ClockSkew = ClockSkew;
        bearer.Events = new JwtBearerEvents
        {
            OnTokenValidated = context =>
            {
                context.Principal = Actor.Of([.. context.Principal!.Claims], api, context.HttpContext.RequestServices.GetRequiredService<LineDirectory>()).ToPrincipal(context.Scheme.Name);
                return Task.CompletedTask;
            },
        };
    }
}
