namespace CallerAuth.Routing;

internal static class RoutingSetup
{
    public static IServiceCollection AddAgentRouting(this IServiceCollection services) => services.AddSingleton<AgentHandoff>();
}
