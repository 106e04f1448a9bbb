using CallerAuth.Agents.Requests;
using CallerAuth.Calls;
using CallerAuth.Verification;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CallerAuth.Webhooks;

/// <summary>The door of this room: events for the company's other systems.</summary>
internal static class WebhooksSetup
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddOptions<WebhooksOptions>().Configure<IConfiguration>(Read).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WebhooksOptions>, WebhooksOptionsValidator>();
        services.AddMetrics();
        services.AddSingleton<WebhookTargets>();
        services.AddSingleton<WebhookConnections>();
        services.AddSingleton<WebhookMeter>();
        services.TryAddSingleton(WebhookPace.OverADay);
        services.AddSingleton<Outbox>();
        services.AddSingleton<WebhookCourier>();
        services.AddHostedService(provider => provider.GetRequiredService<WebhookCourier>());
        services.AddSingleton<WebhookEvents>();
        services.AddSingleton<HandedOnClaims>();
        services.AddSingleton<CompletedVerifications>();
        services.AddSingleton<IVerificationWitness>(provider => provider.GetRequiredService<CompletedVerifications>());
        services.AddSingleton<ICallListener>(provider => provider.GetRequiredService<CompletedVerifications>());
        services.AddSingleton<IRequestListener>(provider => provider.GetRequiredService<CompletedVerifications>());
        services.AddSingleton<ICallListener, RoutedCalls>();
        return services;
    }

    // The section is the list itself, so there is no property to bind it to.
    private static void Read(WebhooksOptions options, IConfiguration configuration)
    {
        foreach (var section in configuration.GetSection(WebhooksOptions.Section).GetChildren())
        {
            try
            {
                options.Webhooks.Add(section.Get<WebhookOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new WebhookOptions());
            }
            catch (InvalidOperationException e)
            {
                // A word that is none of a setting's; told with the other faults instead of before them.
                options.Unreadable.Add($"{section.Path}: {e.Message} docs/configuration.md lists what a target may hold.");
            }
        }
    }
}
