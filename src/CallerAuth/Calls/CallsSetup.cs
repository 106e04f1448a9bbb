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
        services.AddSingleton<RecentCalls>();
        services.AddSingleton<Switchboard>();
        services.AddSingleton<Rehearsal>();
        // The host stops them from the last to the first: errands, then whoever is told of the transitions that these still made,
        // then the errands that telling has brought. AddHostedService would leave out the second of one type.
        services.AddSingleton<CallListeners>();
        services.AddSingleton<Errands>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<Errands>());
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<CallListeners>());
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<Errands>());
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
