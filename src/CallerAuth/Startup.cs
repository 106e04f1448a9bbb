using System.Text.RegularExpressions;
using CallerAuth.Store;
using Microsoft.Extensions.Options;

namespace CallerAuth;

/// <summary>Lets the service start, or says what keeps it from starting: every fault of the settings at once, each with its key and its mend.</summary>
internal static partial class Startup
{
    /// <summary>sysexits.h: something was wrong with the configuration; a supervisor need not try again.</summary>
    public const int ConfigurationFault = 78;

    /// <summary>Before anything is built from the settings, also routes, so that all faults are told and not only the first one met.</summary>
    /// <returns>Whether the service must not start.</returns>
    public static async Task<bool> IsRefusedAsync(WebApplication app)
    {
        var faults = FaultsOf(app.Services.GetRequiredService<IStartupValidator>());
        if (faults.Count == 0)
            return false;
        await Console.Error.WriteLineAsync($"CallerAuth cannot start: {faults.Count} fault(s) in the settings (appsettings.json or environment variables, where \":\" is \"__\").");
        foreach (var fault in faults)
            await Console.Error.WriteLineAsync("  - " + fault);
        return true;
    }

    /// <summary>
    /// Opens the store while the settings are checked and the rest is put together, because the start waits for it. What comes of it is
    /// seen by the host, which asks for the same again. One in our own process is opened by the host alone: a start that is refused has none.
    /// </summary>
    public static void OpenStoreAhead(WebApplication app) => _ = Task.Run(async () =>
    {
        try
        {
            if (app.Services.GetRequiredService<IOptions<StoreOptions>>().Value.ConnectionString.Length > 0)
                await app.Services.GetRequiredService<StoreConnection>().StartAsync(app.Lifetime.ApplicationStopping);
        }
#pragma warning disable CA1031 // Faults in the settings are told with all others, and a store that cannot be opened once more where the host waits for it.
        catch
        {
        }
#pragma warning restore CA1031
    });

    /// <summary>Every fault of the settings, each with its key and its mend.</summary>
    public static IReadOnlyList<string> FaultsOf(IStartupValidator settings)
    {
        try
        {
            settings.Validate();
            return [];
        }
        catch (Exception e) when (Faults(e) is { Count: > 0 } faults)
        {
            return faults;
        }
        catch (InvalidOperationException e) when (UnreadableIn(e) is { } fault)
        {
            return [fault];
        }
    }

    // The binder throws for what is no number or truth value at all, before anything is checked; its message repeats the value, ours does not.
    private static string? UnreadableIn(InvalidOperationException e) =>
        NotConverted().Match(e.Message) is { Success: true } found
            ? $"{found.Groups["key"].Value}: cannot be read. {MendOf(found.Groups["type"].Value)} The settings that come after it were not looked at."
            : null;

    private static string MendOf(string type) => type switch
    {
        "System.Boolean" => "Use true or false.",
        "System.TimeSpan" => "Use hh:mm:ss, or d.hh:mm:ss.",
        "System.Int32" or "System.Int64" => "Use a whole number.",
        _ when (typeof(Startup).Assembly.GetType(type) ?? typeof(Ciba.CibaOptions).Assembly.GetType(type)) is { IsEnum: true } words => $"Use one of {string.Join(", ", Enum.GetNames(words))}.",
        _ => "docs/configuration.md says what it takes.",
    };

    [GeneratedRegex("at '(?<key>[^']+)' to type '(?<type>[^']+)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NotConverted();

    private static IReadOnlyList<string> Faults(Exception e) => e switch
    {
        OptionsValidationException validation => [.. validation.Failures.Distinct(StringComparer.Ordinal)],
        AggregateException { InnerExceptions: var all } when all.All(inner => inner is OptionsValidationException) =>
            [.. all.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures).Distinct(StringComparer.Ordinal)],
        _ => [],
    };
}
