using CallerAuth.Agents.Requests;

namespace CallerAuth.Agents;

/// <summary>The door of this room: what the company's own people and systems use.</summary>
internal static class AgentsSetup
{
    public static IServiceCollection AddAgents(this IServiceCollection services)
    {
        services.AddRequests();
        return services;
    }

    public static void MapAgents(this WebApplication app)
    {
    }
}
