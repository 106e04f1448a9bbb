using System.Diagnostics;
using CallerAuth.Benchmarks.Provider;

namespace CallerAuth.Benchmarks.Worker;

/// <summary>Writes pending verifications into the store, either spread over their interval, as calls come in, or all at once.</summary>
internal static class Seeding
{
    /// <summary>More would stand in the client's queue for longer than its time-out.</summary>
    private const int AtOnce = 256;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    /// <param name="spread">Over how long; zero for as fast as it goes.</param>
    /// <returns>When each was sent to the store, in microseconds of the machine's steady clock.</returns>
    public static async Task<long[]> RunAsync(EngineSettings settings, int pending, TimeSpan interval, TimeSpan spread, CancellationToken cancellationToken)
    {
        using var engine = Engine.Build(settings);
        await engine.OpenStoreAsync(cancellationToken);
        var began = Stopwatch.GetTimestamp();
        var sent = new long[pending];
        var batch = new List<Task>(AtOnce);
        for (var item = 0; item < pending; item++)
        {
            while (Stopwatch.GetElapsedTime(began) < spread * item / pending)
                await Task.Delay(Step, TimeProvider.System, cancellationToken);
            sent[item] = TokenEndpoint.Now;
            batch.Add(engine.BeginAsync(item, interval));
            if (batch.Count < AtOnce)
                continue;
            await Task.WhenAll(batch);
            batch.Clear();
        }

        await Task.WhenAll(batch);
        return sent;
    }
}
