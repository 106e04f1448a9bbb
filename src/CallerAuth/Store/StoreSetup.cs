using Microsoft.Extensions.Options;

namespace CallerAuth.Store;

internal static class StoreSetup
{
    public static IServiceCollection AddStore(this IServiceCollection services)
    {
        services.AddOptions<StoreOptions>().BindConfiguration(StoreOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StoreOptions>, StoreOptionsValidator>();
        services.AddSingleton<Keys>();
        services.AddSingleton<StoreProbe>();
        services.AddSealer();
        services.AddSingleton<StoreConnection>();
        services.AddHostedService(provider => provider.GetRequiredService<StoreConnection>());
        return services;
    }
}
