using Microsoft.Extensions.Options;

namespace CallerAuth.Agents.Outbound;

internal static class OutboundSetup
{
    public static IServiceCollection AddOutbound(this IServiceCollection services)
    {
        services.AddOptions<OutboundOptions>().BindConfiguration(OutboundOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OutboundOptions>, OutboundOptionsValidator>();
        services.AddSingleton<OutboundRules>();
        services.AddSingleton<OutboundLimits>();
        services.AddSingleton<CallAudit>();
        services.AddSingleton<OutboundCalls>();
        services.AddSingleton<OverdueCalls>();
        services.AddSingleton<OrderDesk>();
        services.AddSingleton<CallEndpoints>();
        return services;
    }

    public static void MapOutbound(this IEndpointRouteBuilder routes) => CallEndpoints.Map(routes);
}
