using System.Security.Cryptography;
using CallerAuth.Ciba.EIds;
using CallerAuth.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CallerAuth.Ciba;

/// <summary>The door of this room.</summary>
public static class CibaSetup
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>
    /// <see cref="ICibaAuthenticator"/> for an app of its own, by the settings <c>Ciba</c> and <c>EIds</c>. Faults in them stop the start, each with its key and its mend.
    /// </summary>
    public static IServiceCollection AddCiba(this IServiceCollection services)
    {
        services.AddCibaClient();

        // What is hashed here is compared here and stored nowhere, so a key of this process will do where none is set.
        services.AddIdentity();
        services.PostConfigure<PrivacyOptions>(privacy =>
        {
            if (string.IsNullOrEmpty(privacy.NationalIdHashKey))
                privacy.NationalIdHashKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(PrivacyOptions.MinimumKeyLength));
        });
        services.AddSingleton<ICibaAuthenticator, CibaAuthenticator>();
        return services;
    }

    /// <summary>The client alone. It needs a <see cref="NationalIdHasher"/> from whoever holds the key.</summary>
    internal static IServiceCollection AddCibaClient(this IServiceCollection services)
    {
        services.AddOptions<CibaOptions>().BindConfiguration(CibaOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CibaOptions>, CibaOptionsValidator>();

        services.AddOptions<EIdOptions>()
            .Configure<IConfiguration>((eids, configuration) => EIdCatalogue.Read(configuration.GetSection(EIdOptions.Section), eids))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<EIdOptions>, EIdOptionsValidator>();
        services.AddSingleton<EIdCatalogue>();

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Dice>(_ => () => RandomNumberGenerator.GetInt32(1 << 30) / (double)(1 << 30));
        services.AddHttpClient(BackChannel.HttpClientName) // Without a time-out: CibaClient and Discovery have their own, by the TimeProvider.
            .UseSocketsHttpHandler((handler, provider) =>
            {
                handler.AllowAutoRedirect = false;
                handler.UseCookies = false;
                handler.ActivityHeadersPropagator = null; // Our traces end here; the provider has its Trace-Id.
                handler.PooledConnectionLifetime = ConnectionLifetime;
                var options = provider.GetRequiredService<IOptions<CibaOptions>>().Value;
                handler.MaxConnectionsPerServer = options.MaxConnections;
                handler.EnableMultipleHttp2Connections = true;
                handler.ConnectTimeout = options.ConnectTimeout;
            })
            .RemoveAllLoggers() // Four lines for every poll; CibaClient logs one, with the provider's trace id.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);

        services.AddSingleton<ClientAssertion>();
        services.AddSingleton<AssertionStock>();
        services.AddHostedService(provider => provider.GetRequiredService<AssertionStock>());
        services.AddSingleton<ClientAuthentication>();
        services.AddSingleton<BackChannel>();
        services.AddSingleton<ProviderCircuits>();
        services.AddSingleton<Discovery>();
        services.AddSingleton<IdTokenReader>();
        services.AddSingleton<NotificationTokens>();
        services.TryAddSingleton<INotified, NobodyNotified>();
        services.AddMetrics();
        services.AddSingleton<ProviderMeter>();
        services.AddSingleton<CibaClient>();
        return services;
    }

    /// <summary>The provider's way in (CIBA Core §10.2), which is there in ping mode alone.</summary>
    public static void MapCiba(this IEndpointRouteBuilder routes)
    {
        // Not from the options: they are checked after everything is mapped, so that all faults are told at once.
        var delivery = routes.ServiceProvider.GetRequiredService<IConfiguration>()[$"{CibaOptions.Section}:{nameof(CibaOptions.TokenDelivery)}"];
        if (string.Equals(delivery, nameof(TokenDelivery.Ping), StringComparison.OrdinalIgnoreCase))
            routes.MapPost(NotificationEndpoint.Path, NotificationEndpoint.NotifyAsync);
    }
}
