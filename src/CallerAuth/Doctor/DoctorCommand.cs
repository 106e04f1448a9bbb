using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace CallerAuth.Doctor;

/// <summary>
/// The operator's <c>doctor</c> command: looks at everything that calls depend on, says of each whether it is well, what is wrong and
/// how to mend it, and ends without serving anybody. It prints no secret and changes nothing.
/// </summary>
internal sealed class DoctorCommand(IServiceProvider services, TimeProvider time)
{
    public const string Word = "doctor";

    private const int Ailing = 1;
    private const int Misused = 2;

    private const string Usage = """
        CallerAuth doctor [--SETTING VALUE]...
            --SETTING  a setting to look with instead of the one that is set, such as --PublicBaseUrl https://calls.example.com
        """;

    private const string Indent = "        ";

    /// <summary>In the order in which a person would mend them, each with what to do where it could not be looked at to the end.</summary>
    private static readonly (string Of, Type Checkup, string Mend)[] Rounds =
    [
        (SettingsCheckup.Of, typeof(SettingsCheckup), "Compare the settings with docs/configuration.md."),
        (SigningKeyCheckup.Of, typeof(SigningKeyCheckup), $"Ciba:PrivateKeyPath must name a key that this user may read; \"{Ciba.KeysCommand.Word} new\" makes one."),
        (ProviderCheckup.Of, typeof(ProviderCheckup), "See whether Ciba:Authority and Ciba:TokenEndpoint are the provider's own, and whether this machine reaches them."),
        (StoreCheckup.Of, typeof(StoreCheckup), "See whether Store:ConnectionString is that of a Redis 6.2+ or Valkey; docs/deploy/store.md says how to set one up."),
        (PublicUrlCheckup.Of, typeof(PublicUrlCheckup), "See whether PublicBaseUrl is the address that leads to this service, and whether this machine reaches it."),
        (TwilioCheckup.Of, typeof(TwilioCheckup), "See whether Twilio:Client and Twilio:ApiBaseUrl are right, and whether this machine reaches api.twilio.com."),
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <returns>The exit code of the process: 0 when nothing ails.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> words, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        if (!AreSettings(words))
        {
            await errors.WriteLineAsync(Usage);
            return Misused;
        }

        var ailments = 0;
        foreach (var (of, checkup, mend) in Rounds)
        {
            await foreach (var diagnosis in ExamineAsync(of, checkup, mend, cancellationToken))
            {
                if (diagnosis.Health == Health.Ailing)
                    ailments++;
                await PrintAsync(diagnosis, output);
            }
        }

        await output.WriteLineAsync();
        await output.WriteLineAsync(ailments switch
        {
            0 => "Nothing ails.",
            1 => "1 thing to mend.",
            _ => $"{ailments} things to mend.",
        });
        return ailments == 0 ? 0 : Ailing;
    }

    // The host has read them already, as it does for the service: "--key value" or "--key=value".
    private static bool AreSettings(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (!words[i].StartsWith("--", StringComparison.Ordinal) || words[i].Length == 2)
                return false;
            if (!words[i].Contains('=', StringComparison.Ordinal) && ++i == words.Count)
                return false;
        }

        return true;
    }

    // One checkup that fails or hangs does not keep the others from being made.
    private async IAsyncEnumerable<Diagnosis> ExamineAsync(string of, Type checkup, string mend, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        IAsyncEnumerator<Diagnosis>? diagnoses = null;
        while (true)
        {
            Diagnosis diagnosis;
            try
            {
                // Made only now, as much of what it asks for reads its settings when it is made.
                diagnoses ??= ((ICheckup)ActivatorUtilities.CreateInstance(services, checkup)).ExamineAsync(either.Token).GetAsyncEnumerator(either.Token);
                if (!await diagnoses.MoveNextAsync())
                    yield break;
                diagnosis = diagnoses.Current;
            }
            catch (OptionsValidationException)
            {
                diagnosis = Diagnosis.NotChecked(of, "its settings are at fault; see above");
                diagnoses = null;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                diagnosis = Diagnosis.Ailing(of, $"no answer within {Patience.TotalSeconds:0} s", "See whether this machine reaches it: a firewall, a proxy, a name that does not resolve.");
                diagnoses = null;
            }
#pragma warning disable CA1031 // Whatever it was, the operator learns of it and of everything else. Its text may hold an address with a password in it.
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                diagnosis = Diagnosis.Ailing(of, $"could not be looked at to the end ({WhatFailed(e)})", mend);
                diagnoses = null;
            }
#pragma warning restore CA1031

            yield return diagnosis;
            if (diagnoses is null)
                yield break;
        }
    }

    private static string WhatFailed(Exception e) => e is HttpRequestException http ? $"{nameof(HttpRequestException)}: {http.HttpRequestError}" : e.GetType().Name;

    private static async Task PrintAsync(Diagnosis diagnosis, TextWriter output)
    {
        var word = diagnosis.Health switch
        {
            Health.Healthy => "ok",
            Health.Ailing => "FAULT",
            _ => "skip",
        };
        await output.WriteLineAsync($"{word,-7} {diagnosis.Of}: {diagnosis.Found}");
        foreach (var line in (diagnosis.Mend ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            await output.WriteLineAsync(Indent + line.TrimEnd('\r'));
    }
}
