using CallerAuth.Agents.Requests;
using CallerAuth.Calls;
using Microsoft.Extensions.Options;

namespace CallerAuth.Agents.OnCall;

internal static class OnCallSetup
{
    public static IServiceCollection AddOnCall(this IServiceCollection services)
    {
        services.AddOptions<TaskRouterOptions>().BindConfiguration(TaskRouterOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TaskRouterOptions>, TaskRouterOptionsValidator>();
        services.AddMetrics();
        services.AddSingleton<TaskMeter>();
        services.AddSingleton<TaskDirectory>();
        services.AddSingleton<TaskFacts>();
        services.AddSingleton<IRequestListener, TaskAttributes>();
        services.AddSingleton<Announcements>();
        services.AddSingleton<AnnouncementEndpoint>();
        services.AddSingleton<IAnnouncementSource>(provider => provider.GetRequiredService<Announcements>());
        return services;
    }

    public static void MapOnCall(this IEndpointRouteBuilder routes) => AnnouncementEndpoint.Map(routes);
}
