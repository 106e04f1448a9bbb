using CallerAuth.Agents.Access;
using CallerAuth.Audit;
using CallerAuth.Ciba;
using CallerAuth.Doctor;
using CallerAuth.Voice;

namespace CallerAuth;

/// <summary>What an operator may ask of the executable instead of serving anybody (docs/commands.md).</summary>
internal static class OperatorCommands
{
    private const int Misused = 2;

    private static readonly string[] Words = [ApiKeyCommand.Word, AuditCommand.Word, DoctorCommand.Word, KeysCommand.Word, TwilioConnectCommand.Word];

    public static bool Knows(string[] args) => args is [var word, ..] && Words.Contains(word, StringComparer.Ordinal);

    /// <returns>The exit code of the process; null when nothing was asked.</returns>
    public static async Task<int?> RunAsync(WebApplication app, string[] args) => args switch
    {
        // These help to get the settings right, so they do not wait until they are.
        [ApiKeyCommand.Word, .. var wanted] => await ApiKeyCommand.RunAsync(wanted, Console.Out, Console.Error),
        [DoctorCommand.Word, .. var wanted] => await app.Services.GetRequiredService<DoctorCommand>().RunAsync(wanted, Console.Out, Console.Error, CancellationToken.None),
        [KeysCommand.Word, .. var wanted] => await KeysCommand.RunAsync(wanted, Console.Out, Console.Error),
        [TwilioConnectCommand.Word, .. var wanted] =>
            await app.Services.GetRequiredService<TwilioConnectCommand>().RunAsync(wanted, Console.In, Console.Out, Console.Error, CancellationToken.None),
        [AuditCommand.Word, ..] when await Startup.IsRefusedAsync(app) => Startup.ConfigurationFault,
        [AuditCommand.Word, .. var wanted] =>
            await app.Services.GetRequiredService<AuditCommand>().RunAsync(wanted, Console.In, Console.Out, Console.Error, CancellationToken.None),
        // A word that is no command is one misspelt, and nobody meant to start a service by it. Settings begin with "--", "/" or hold a "=".
        [var word, ..] when Knows(args) || IsWord(word) => await MisusedAsync(),
        _ => null,
    };

    private static bool IsWord(string word) => !word.StartsWith('-') && word.All(c => char.IsAsciiLetter(c) || c == '-');

    private static async Task<int> MisusedAsync()
    {
        await Console.Error.WriteLineAsync($"CallerAuth [{string.Join('|', Words)}] (docs/commands.md); without a command it serves calls.");
        return Misused;
    }
}
