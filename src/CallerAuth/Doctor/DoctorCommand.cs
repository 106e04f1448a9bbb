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
    private const string Indent = "        ";

    /// <summary>In the order in which a person would mend them.</summary>
    private static readonly (string Of, Type Checkup)[] Rounds =
    [
        (SettingsCheckup.Of, typeof(SettingsCheckup)),
        (SigningKeyCheckup.Of, typeof(SigningKeyCheckup)),
        (ProviderCheckup.Of, typeof(ProviderCheckup)),
        (StoreCheckup.Of, typeof(StoreCheckup)),
        (PublicUrlCheckup.Of, typeof(PublicUrlCheckup)),
        (TwilioCheckup.Of, typeof(TwilioCheckup)),
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <returns>The exit code of the process: 0 when nothing ails.</returns>
    public async Task<int> RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var ailments = 0;
        foreach (var (of, checkup) in Rounds)
        {
            await foreach (var diagnosis in ExamineAsync(of, checkup, cancellationToken))
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

    // One checkup that fails or hangs does not keep the others from being made.
    private async IAsyncEnumerable<Diagnosis> ExamineAsync(string of, Type checkup, [EnumeratorCancellation] CancellationToken cancellationToken)
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

            yield return diagnosis;
            if (diagnoses is null)
                yield break;
        }
    }

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
