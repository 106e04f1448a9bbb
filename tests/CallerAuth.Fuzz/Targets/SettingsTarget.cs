using System.Text.Json;
using System.Text.RegularExpressions;
using CallerAuth.Calls;
using CallerAuth.Ciba;
using CallerAuth.Ciba.EIds;
using CallerAuth.Hardening;
using CallerAuth.Identity;
using CallerAuth.Store;
using CallerAuth.Verification;
using CallerAuth.Voice;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CallerAuth.Fuzz.Targets;

/// <summary>All settings but the lines as JSON: each section binds and passes, or is refused by faults that name their key and hold no secret.</summary>
internal static partial class SettingsTarget
{
    private const string Secret = "hush-hush-hush";

    public static void Run(byte[] input)
    {
        IConfiguration configuration;
        try
        {
            using var stream = new MemoryStream(input);
            configuration = new ConfigurationBuilder().AddJsonStream(stream).Build();
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or JsonException or InvalidOperationException)
        {
            // No JSON object, keys that differ in their case alone, half a surrogate pair: told by the framework before any section is read.
            return;
        }

        // Not every file of this machine is to be read: some have no end.
        if (configuration["Ciba:PrivateKeyPath"] is not { Length: > 0 } && configuration["Store:TrustedCaPath"] is not { Length: > 0 })
            Check(configuration);
    }

    public static void Check(IConfiguration configuration)
    {
        using var services = new ServiceCollection()
            .AddSingleton(configuration)
            .AddSingleton<IHostEnvironment>(new Production())
            .AddLogging()
            .AddSettingsWithoutNulls()
            .AddStore()
            .AddIdentity()
            .AddVoice()
            .AddCalls()
            .AddVerification()
            .AddCibaClient()
            .BuildServiceProvider();
        var misplaced = configuration.AsEnumerable().Any(setting =>
            setting.Key.Contains(Secret, StringComparison.Ordinal) || (setting.Value?.Contains(Secret, StringComparison.Ordinal) == true && !IsSecret(setting.Key)));
        Read<PublicOptions>(services, misplaced);
        Read<StoreOptions>(services, misplaced);
        Read<PrivacyOptions>(services, misplaced);
        Read<TwilioOptions>(services, misplaced);
        Read<CibaOptions>(services, misplaced);
        Read<EIdOptions>(services, misplaced);
        Read<VerificationOptions>(services, misplaced);
        Read<LimitsOptions>(services, misplaced);
        Read<ServerOptions>(services, misplaced);
    }

    // A fault may repeat what stands where no secret belongs.
    private static bool IsSecret(string key) =>
        key.StartsWith("Store:ConnectionString", StringComparison.OrdinalIgnoreCase) || SecretOptionsValidator.Secrets.Any(secret => key.StartsWith(secret, StringComparison.OrdinalIgnoreCase));

    private static void Read<T>(IServiceProvider services, bool misplaced)
        where T : class
    {
        try
        {
            _ = services.GetRequiredService<IOptions<T>>().Value;
        }
        catch (OptionsValidationException faults)
        {
            Finding.Unless(faults.Failures.All(fault => Named().IsMatch(fault)), "a fault that does not name its key first");
            Finding.Unless(misplaced || faults.Failures.All(fault => !fault.Contains(Secret, StringComparison.Ordinal)), "a fault that repeats a secret");
        }
        catch (InvalidOperationException e)
        {
            // The binder's own words for a number or a word that is none: it names the key.
            Finding.Unless(e.Message.Contains('\'', StringComparison.Ordinal), "a value that cannot be bound, and no key named");
        }
    }

    [GeneratedRegex("^[A-Z][A-Za-z]*[^ ]*( and [A-Za-z:]+)?:", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();

    private sealed class Production : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Production";

        public string ApplicationName { get; set; } = "CallerAuth";

        public string ContentRootPath { get; set; } = "/";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
