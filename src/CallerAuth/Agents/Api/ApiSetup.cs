namespace CallerAuth.Agents.Api;

internal static class ApiSetup
{
    /// <summary>Below these, whatever is no success is told as problem details.</summary>
    private static readonly PathString[] Paths = ["/api", "/openapi"];

    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddSingleton<IdempotencyStore>();
        services.AddSingleton<Repetitions>();
        services.AddSingleton<VerificationBodies>();
        services.AddSingleton<VerificationStarts>();
        services.AddSingleton<VerificationEndpoints>();
        services.AddSingleton<ApiFaults>();
        services.AddSingleton<ReferencePage>();
        services.AddOpenApi(ApiDescription.DocumentName, ApiDescription.Set);
        return services;
    }

    public static void MapApi(this WebApplication app)
    {
        app.UseWhen(context => Array.Exists(Paths, path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)), api => api.UseMiddleware<ApiFaults>());
        VerificationEndpoints.Map(app);
        app.MapOpenApi();
        ReferencePage.Map(app);
    }
}
