using CallerAuth.Verification;
using Microsoft.Extensions.Options;

namespace CallerAuth.Calls;

internal static class CallsSetup
{
    public static IServiceCollection AddCalls(this IServiceCollection services)
    {
        services.AddOptions<PublicOptions>().BindConfiguration("").ValidateOnStart();
        services.AddSingleton<IValidateOptions<PublicOptions>, PublicOptionsValidator>();
        services.AddSingleton<PublicUrls>();
        services.AddSingleton<CallStore>();
        services.AddSingleton<Switchboard>();
        // Before the errands, so that it stops after them and their last transitions are told too.
        services.AddSingleton<CallListeners>();
        services.AddHostedService(provider => provider.GetRequiredService<CallListeners>());
        services.AddSingleton<Errands>();
        services.AddHostedService(provider => provider.GetRequiredService<Errands>());
        services.AddSingleton<CallVerifier>();
        services.AddMetrics();
        services.AddSingleton<RedirectMeter>();
        services.AddSingleton<LiveCalls>();
        services.AddSingleton<Dialer>();
        services.AddSingleton<Conferences>();
        services.AddSingleton<WaitingCallers>();
        services.AddSingleton<AgentOffers>();
        services.AddSingleton<LeavingCallers>();
        services.AddSingleton<IVerificationWaiter, CallMover>();
        return services;
    }
}
