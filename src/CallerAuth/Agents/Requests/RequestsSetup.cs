using CallerAuth.Verification;

namespace CallerAuth.Agents.Requests;

internal static class RequestsSetup
{
    public static IServiceCollection AddRequests(this IServiceCollection services)
    {
        services.AddSingleton<RequestStore>();
        services.AddSingleton<RequestNews>();
        services.AddSingleton<RequestBook>();
        services.AddSingleton<DeskRules>();
        services.AddSingleton<VerificationDesk>();
        services.AddSingleton<IVerificationWaiter, DeskWaiter>();
        return services;
    }
}
