using CallerAuth.Store;
using Microsoft.Extensions.Options;

namespace CallerAuth.Doctor;

/// <summary>The store: whether it answers, may be written, and will not throw away what it holds.</summary>
internal sealed class StoreCheckup(IOptions<StoreOptions> options, StoreProbe probe) : ICheckup
{
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(50);

    public const string Of = "Store";

    public async IAsyncEnumerable<Diagnosis> ExamineAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (options.Value.ConnectionString.Length == 0)
        {
            yield return Diagnosis.NotChecked(Of, "the embedded one, which lives inside the running service. In production, name a Redis or Valkey in Store:ConnectionString");
            yield break;
        }

        var found = await probe.LookAsync(cancellationToken);
        if (found.Fault is { } fault)
            yield return Diagnosis.Ailing(Of, fault, "Store:ConnectionString must reach a Redis 6.2+ or Valkey that takes its user and password; docs/deploy/store.md says how to set one up.");
        else if (found.RoundTrip > Slow)
            yield return Diagnosis.Ailing(Of, $"answers after {found.RoundTrip.TotalMilliseconds:0} ms", "Put it nearer: a caller's webhook waits for it twice.");
        else
            yield return Diagnosis.Healthy(Of, $"answers after {found.RoundTrip.TotalMilliseconds:0.0} ms, and takes what is written");
        if (found.Evicts is { } policy)
            yield return Diagnosis.Ailing(Of, $"maxmemory-policy is {policy}: when full, it throws away calls that are under way", "Set maxmemory-policy noeviction.");
    }
}
