using Microsoft.Extensions.Options;

namespace CallerAuth.Hardening;

/// <summary>
/// Outside Development a secret may not stand in a settings file: such files are built into images, copied and committed.
/// It may come from anywhere else, and a file that repeats it is at fault even where another source goes before it.
/// </summary>
internal sealed class SecretOptionsValidator(IConfiguration configuration, IHostEnvironment environment) : IValidateOptions<SecretOptions>
{
    /// <summary>Every setting whose value is a secret, or a list of them.</summary>
    public static readonly IReadOnlyList<string> Secrets =
    [
        "Twilio:AuthToken",
        "Twilio:RequestValidation:AuthToken",
        "Twilio:RequestValidation:AdditionalAuthTokens",
        "Twilio:Client:AuthToken",
        "Twilio:Client:ApiKeySecret",
        "Ciba:ClientSecret",
        "Agents:SignIn:ClientSecret",
        "Privacy:NationalIdHashKey",
        "Privacy:OtherNationalIdHashKeys",
    ];

    /// <summary>The same of each target below <c>Webhooks</c>.</summary>
    public static readonly IReadOnlyList<string> SecretsOfWebhooks = ["Secret", "AdditionalSecrets"];

    private const string Webhooks = "Webhooks";
    private const string ConnectionString = "Store:ConnectionString";

    public ValidateOptionsResult Validate(string? name, SecretOptions options)
    {
        var faults = new List<string>();
        if (options.SecretsDirectory.Length > 0 && SecretsDirectory.FaultIn(options.SecretsDirectory) is { } fault)
            faults.Add($"{nameof(options.SecretsDirectory)}: {fault}");
        if (!environment.IsDevelopment())
            faults.AddRange(SettingsFiles(configuration).SelectMany(FaultsIn));
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> FaultsIn(FileConfigurationProvider file) =>
        Secrets.Concat(OfWebhooks(file)).Where(key => Holds(file, key)).Select(key => Fault(key, "stands", file))
            .Concat(HoldsPassword(file) ? [Fault(ConnectionString, "stands with its password", file)] : []);

    private static IEnumerable<string> OfWebhooks(FileConfigurationProvider file) =>
        from number in file.GetChildKeys([], Webhooks).Distinct(StringComparer.Ordinal)
        from secret in SecretsOfWebhooks
        select $"{Webhooks}:{number}:{secret}";

    private static string Fault(string key, string stands, FileConfigurationProvider file)
    {
        var variable = key.Replace(":", "__", StringComparison.Ordinal);
        return $"{key}: {stands} in {Path.GetFileName(file.Source.Path)}, which is copied and shared. Take it out and set it by the environment variable {variable} or a file of that name in SecretsDirectory.";
    }

    private static bool Holds(FileConfigurationProvider file, string key) =>
        HasValue(file, key) || file.GetChildKeys([], key).Distinct(StringComparer.Ordinal).Any(child => HasValue(file, $"{key}:{child}"));

    private static bool HasValue(FileConfigurationProvider file, string key) => file.TryGet(key, out var value) && !string.IsNullOrEmpty(value);

    private static bool HoldsPassword(FileConfigurationProvider file) =>
        file.TryGet(ConnectionString, out var value) && value is not null
        && value.Split(',', StringSplitOptions.TrimEntries).Any(option => option.Split('=', 2, StringSplitOptions.TrimEntries) is [var key, { Length: > 0 }] && key.EndsWith("password", StringComparison.OrdinalIgnoreCase));

    // The user secrets of a developer are a JSON file too, outside the repository and under another name.
    private static IEnumerable<FileConfigurationProvider> SettingsFiles(IConfiguration configuration) =>
        configuration is not IConfigurationRoot root ? [] : root.Providers.SelectMany(provider => provider switch
        {
            FileConfigurationProvider file when IsSettingsFile(file) => [file],
            ChainedConfigurationProvider chained => SettingsFiles(chained.Configuration),
            _ => [],
        });

    private static bool IsSettingsFile(FileConfigurationProvider file) =>
        Path.GetFileName(file.Source.Path) is { } name && name.StartsWith("appsettings", StringComparison.OrdinalIgnoreCase);
}
