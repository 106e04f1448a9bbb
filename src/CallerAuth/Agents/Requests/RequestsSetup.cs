using CallerAuth.Calls;
using CallerAuth.Verification;

namespace CallerAuth.Agents.Requests;

internal static class RequestsSetup
{
    public static IServiceCollection AddRequests(this IServiceCollection services)
    {
        services.AddSingleton<RequestStore>();
        services.AddSingleton<RequestNews>();
        services.AddSingleton<RequestBook>();
        services.AddSingleton<RequestCloser>();
        services.AddSingleton<RequestAudit>();
        services.AddSingleton<RequestVerdict>();
        services.AddSingleton<DeskRules>();
        services.AddSingleton<AskedOnCalls>();
        services.AddSingleton<VerificationDesk>();
        services.AddSingleton<ICallListener, EndedCalls>();
        services.AddSingleton<IVerificationWaiter, DeskWaiter>();
        return services;
    }
}
