using CallerAuth.Agents.Requests;
using CallerAuth.Calls;

namespace CallerAuth.Agents.Board;

internal static class BoardSetup
{
    public static IServiceCollection AddBoard(this IServiceCollection services)
    {
        services.AddSingleton<LiveIndex>();
        services.AddSingleton<ICallListener, CallChanges>();
        services.AddSingleton<IRequestListener, RequestChanges>();
        services.AddSingleton<CardReader>();
        services.AddSingleton<CallFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<CallFeed>());
        return services;
    }
}
