using CallerAuth.Agents.Access;
using CallerAuth.Audit;
using CallerAuth.Ciba;
using CallerAuth.Doctor;
using CallerAuth.Voice;
using Microsoft.Extensions.Options;

namespace CallerAuth;

/// <summary>Runs the service, or says what keeps it from starting: every fault of the settings at once, each with its key and its mend.</summary>
internal static class Startup
{
    /// <summary>sysexits.h: something was wrong with the configuration; a supervisor need not try again.</summary>
    public const int ConfigurationFault = 78;

    private static readonly string[] Commands = [ApiKeyCommand.Word, AuditCommand.Word, DoctorCommand.Word, KeysCommand.Word, TwilioConnectCommand.Word];

    /// <summary>An operator asks for something, and nobody is to be served.</summary>
    public static bool IsCommand(string[] args) => args is [var word, ..] && Commands.Contains(word, StringComparer.Ordinal);

    public static async Task<int> RunAsync(WebApplication app, string[] args)
    {
        // These help to get the settings right, so they do not wait until they are.
        switch (args)
        {
            case [ApiKeyCommand.Word, .. var wanted]:
                return await ApiKeyCommand.RunAsync(wanted, Console.Out, Console.Error);
            case [KeysCommand.Word, .. var wanted]:
                return await KeysCommand.RunAsync(wanted, Console.Out, Console.Error);
            case [DoctorCommand.Word]:
                return await app.Services.GetRequiredService<DoctorCommand>().RunAsync(Console.Out, CancellationToken.None);
            case [TwilioConnectCommand.Word, .. var wanted]:
                return await app.Services.GetRequiredService<TwilioConnectCommand>().RunAsync(wanted, Console.In, Console.Out, Console.Error, CancellationToken.None);
        }

        // Before anything is built from the settings, so that all faults are told and not only the first one met.
        if (FaultsOf(app.Services.GetRequiredService<IStartupValidator>()) is { Count: > 0 } faults)
        {
            await Console.Error.WriteLineAsync($"CallerAuth cannot start: {faults.Count} fault(s) in the settings (appsettings.json or environment variables, where \":\" is \"__\").");
            foreach (var fault in faults)
                await Console.Error.WriteLineAsync("  - " + fault);
            return ConfigurationFault;
        }

        if (args is [AuditCommand.Word, .. var words])
            return await app.Services.GetRequiredService<AuditCommand>().RunAsync(words, Console.In, Console.Out, Console.Error, CancellationToken.None);

        await app.RunAsync();
        return 0;
    }

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
    }

    private static IReadOnlyList<string> Faults(Exception e) => e switch
    {
        OptionsValidationException validation => [.. validation.Failures.Distinct(StringComparer.Ordinal)],
        AggregateException { InnerExceptions: var all } when all.All(inner => inner is OptionsValidationException) =>
            [.. all.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures).Distinct(StringComparer.Ordinal)],
        _ => [],
    };
}
