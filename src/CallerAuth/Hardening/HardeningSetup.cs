using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace CallerAuth.Hardening;

/// <summary>The door of this room: what a stranger can send, what every answer says, and where secrets may stand.</summary>
internal static class HardeningSetup
{
    /// <summary>From the moment that nothing more is taken.</summary>
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(10);

    public static void AddHardening(this WebApplicationBuilder builder)
    {
        builder.Configuration.AddSecretsDirectory();
        builder.Services.AddSettingsWithoutNulls();
        builder.Services.AddOptions<SecretOptions>().Configure<IConfiguration>((secrets, configuration) => configuration.Bind(secrets)).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<SecretOptions>, SecretOptionsValidator>();
        builder.Services.AddSingleton<IValidateOptions<Ciba.CibaOptions>, PrivateKeyFileValidator>();

        builder.Services.AddOptions<ServerOptions>().BindConfiguration(ServerOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ServerOptions>, ServerOptionsValidator>();
        builder.Services.AddHostedService<StopDelay>();
        builder.Services.AddOptions<HostOptions>().Configure<IConfiguration>((host, configuration) => host.ShutdownTimeout = StopsWithin + ServerOptions.StopDelayIn(configuration));
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IConfiguration>((kestrel, configuration) => RequestLimits.Set(kestrel, ServerOptions.MaxConnectionsIn(configuration)));
        builder.Services.Configure<Microsoft.AspNetCore.Http.Features.FormOptions>(RequestLimits.Set);
    }

    public static IServiceCollection AddSettingsWithoutNulls(this IServiceCollection services) => services.AddSingleton(typeof(IPostConfigureOptions<>), typeof(NullsAreLeftOut<>));

    /// <summary>Comes before everything else that answers.</summary>
    public static void UseHardening(this WebApplication app) => app.UseSafeAnswers();
}
