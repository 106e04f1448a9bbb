using CallerAuth.Ciba;
using CallerAuth.Verification.Polling;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CallerAuth.Verification;

internal static class VerificationSetup
{
    public static IServiceCollection AddVerification(this IServiceCollection services)
    {
        services.AddOptions<VerificationOptions>().BindConfiguration(VerificationOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<VerificationOptions>, VerificationOptionsValidator>();
        services.AddOptions<LimitsOptions>().BindConfiguration(LimitsOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LimitsOptions>, LimitsOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<VerificationStore>();
        services.AddSingleton<Limits>();
        services.AddSingleton<Verifier>();
        services.AddSingleton<VerificationWaiters>();
        services.AddSingleton<INotified, NotifiedVerifications>();
        AddPolling(services);
        return services;
    }

    private static void AddPolling(IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<PollClock>();
        services.AddSingleton<PollMeter>();
        services.AddSingleton<PollDesk>();
        services.AddSingleton<ShardLedger>();
        services.AddSingleton<InstanceRoll>();
        services.AddSingleton<PollTurn>();
        services.AddSingleton<PendingPolls>();
        services.AddSingleton<PollDispatcher>();
        services.AddSingleton<InstancePulse>();
        services.AddSingleton<ShardKeeper>();
        services.AddHostedService<PollEngine>();
    }
}
