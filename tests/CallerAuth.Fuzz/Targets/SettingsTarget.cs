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
        try
        {
            using var stream = new MemoryStream(input);
            Check(new ConfigurationBuilder().AddJsonStream(stream).Build());
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or JsonException)
        {
            // No JSON object, or keys that differ in their case alone: told by the framework before any section is read.
        }
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
            .AddCiba()
            .BuildServiceProvider();
        Read<PublicOptions>(services);
        Read<StoreOptions>(services);
        Read<PrivacyOptions>(services);
        Read<TwilioOptions>(services);
        Read<CibaOptions>(services);
        Read<EIdOptions>(services);
        Read<VerificationOptions>(services);
        Read<LimitsOptions>(services);
        Read<ServerOptions>(services);
    }

    private static void Read<T>(IServiceProvider services)
        where T : class
    {
        try
        {
            _ = services.GetRequiredService<IOptions<T>>().Value;
        }
        catch (OptionsValidationException faults)
        {
            Finding.Unless(faults.Failures.All(fault => Named().IsMatch(fault)), "a fault that does not name its key first");
            Finding.Unless(faults.Failures.All(fault => !fault.Contains(Secret, StringComparison.Ordinal)), "a fault that repeats a secret");
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
