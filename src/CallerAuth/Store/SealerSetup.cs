using CallerAuth.Identity;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace CallerAuth.Store;

internal static class SealerSetup
{
    /// <summary>The same in every instance and for ever: it is part of every seal.</summary>
    private const string ApplicationName = "CallerAuth";

    public static IServiceCollection AddSealer(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName(ApplicationName).DisableAutomaticKeyGeneration();
        services.AddOptions<KeyManagementOptions>().Configure<IOptions<PrivacyOptions>>((keys, privacy) =>
        {
            keys.AuthenticatedEncryptorConfiguration = SealerKeys.Algorithm;
            keys.XmlRepository = new SealerKeys(privacy.Value);
        });
        services.AddSingleton<Sealer>();
        return services;
    }
}
