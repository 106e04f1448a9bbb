using Microsoft.Extensions.Options;

namespace CallerAuth.Identity;

internal static class IdentitySetup
{
    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddOptions<PrivacyOptions>().BindConfiguration(PrivacyOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PrivacyOptions>, PrivacyOptionsValidator>();
        services.AddSingleton(provider =>
        {
            var privacy = provider.GetRequiredService<IOptions<PrivacyOptions>>().Value;
            return new NationalIdHasher(privacy.Key(), [.. privacy.OtherKeys()]);
        });
        services.AddSingleton<CallingNumberHasher>();
        return services;
    }
}
