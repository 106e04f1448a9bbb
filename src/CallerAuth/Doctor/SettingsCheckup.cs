using Microsoft.Extensions.Options;

namespace CallerAuth.Doctor;

/// <summary>Every fault of the settings that would keep the service from starting.</summary>
internal sealed class SettingsCheckup(IStartupValidator validator) : ICheckup
{
    public const string Of = "Settings";

    public async IAsyncEnumerable<Diagnosis> ExamineAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var faults = Startup.FaultsOf(validator);
        if (faults.Count == 0)
            yield return Diagnosis.Healthy(Of, "complete, and free of contradictions");
        foreach (var fault in faults)
        {
            // "Key: what is wrong; what to do", as every validator writes it.
            var mend = fault.IndexOf("; ", StringComparison.Ordinal);
            yield return mend < 0
                ? Diagnosis.Ailing(Of, fault, "docs/configuration.md says what may stand there.")
                : Diagnosis.Ailing(Of, fault[..mend], fault[(mend + 2)..]);
        }
    }
}
