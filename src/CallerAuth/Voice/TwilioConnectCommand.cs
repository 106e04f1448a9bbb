namespace CallerAuth.Voice;

/// <summary>
/// The operator's <c>twilio connect</c> command: has a number of the account call this service. It shows what will change and asks
/// first. The public address is that of a running ngrok agent, else <c>PublicBaseUrl</c>, unless one is given.
/// </summary>
internal sealed class TwilioConnectCommand(TwilioAccount account, NumberPlan plan, NgrokTunnel ngrok)
{
    public const string Word = "twilio";

    private const int Failed = 1;
    private const int Misused = 2;

    private const string Usage = """
        CallerAuth twilio connect NUMBER [--url ADDRESS] [--fallback ADDRESS] [--yes] [--ngrok ADDRESS]
            NUMBER      of the Twilio account, in E.164: +4721000000
            --url       the public address of this service; that of a running ngrok, else PublicBaseUrl, unless given
            --fallback  where a static document lies that callers hear when this service cannot be reached (twiml-samples/voice-fallback.xml)
            --yes       change without asking
            --ngrok     ngrok's local API; http://127.0.0.1:4040 unless given
        """;

    /// <returns>The exit code of the process.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> words, TextReader input, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        if (!TwilioConnectArguments.TryParse(words, out var arguments))
        {
            await errors.WriteLineAsync(Usage);
            return Misused;
        }

        try
        {
            return await ConnectAsync(arguments, input, output, errors, cancellationToken);
        }
        catch (TwilioTroubleException e)
        {
            await errors.WriteLineAsync($"Twilio {e.Message}. {e.Mend}");
            return Failed;
        }
    }

    private async Task<int> ConnectAsync(TwilioConnectArguments arguments, TextReader input, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var address = arguments.Url ?? await ngrok.FindAsync(arguments.Ngrok, cancellationToken) ?? plan.PublicBaseUrl;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttps)
        {
            await errors.WriteLineAsync("No public https address: start ngrok, set PublicBaseUrl, or give --url.");
            return Failed;
        }

        if (await account.FindNumberAsync(arguments.Number, cancellationToken) is not { } number)
        {
            await errors.WriteLineAsync($"{arguments.Number} is no number of this account.");
            return Failed;
        }

        var wanted = plan.Urls(address, arguments.Fallback ?? number.Urls.Fallback);
        var differences = plan.Differences(number.Urls, wanted).ToArray();
        if (differences.Length == 0)
        {
            await output.WriteLineAsync($"{number.Number} calls {address} already.");
        }
        else
        {
            await output.WriteLineAsync($"{number.Number} ({number.Sid}):");
            foreach (var (what, now, then) in differences)
                await output.WriteLineAsync($"  {what,-16} {(now.Length > 0 ? now : "not set")}  ->  {then}");
            if (!arguments.Yes && !await AgreesAsync(input, output, cancellationToken))
            {
                await output.WriteLineAsync("Nothing was changed.");
                return Failed;
            }

            await account.SetUrlsAsync(number, wanted, cancellationToken);
            await output.WriteLineAsync("Done.");
        }

        if (address.TrimEnd('/') != plan.PublicBaseUrl.TrimEnd('/'))
            await output.WriteLineAsync($"Start the service with PublicBaseUrl={address.TrimEnd('/')}: Twilio signs the address it calls, and with another one every webhook is refused.");
        return 0;
    }

    private static async Task<bool> AgreesAsync(TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteAsync("Change this? [y/N] ");
        await output.FlushAsync(cancellationToken);
        return (await input.ReadLineAsync(cancellationToken))?.Trim() is "y" or "Y" or "yes";
    }
}
