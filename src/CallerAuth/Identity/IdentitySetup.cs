using Microsoft.Extensions.Options;

namespace CallerAuth.Identity;

internal static class IdentitySetup
{
    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddOptions<PrivacyOptions>().BindConfiguration(PrivacyOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PrivacyOptions>, PrivacyOptionsValidator>();
        services.AddSingleton(provider => new NationalIdHasher(provider.GetRequiredService<IOptions<PrivacyOptions>>().Value.Key()));
        services.AddSingleton<CallingNumberHasher>();
        return services;
    }
}
