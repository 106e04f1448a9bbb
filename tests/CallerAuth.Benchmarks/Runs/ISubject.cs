using CallerAuth.Benchmarks.Processes;

namespace CallerAuth.Benchmarks.Runs;

/// <summary>What keeps asking in a run: our engine, or one of its peers.</summary>
internal interface ISubject
{
    string Name { get; }

    /// <summary>Whether it remembers in the store what is pending; else a crash forgets it.</summary>
    bool IsDurable { get; }

    /// <summary>False for what asks as fast as it can.</summary>
    bool KeepsPace { get; }

    /// <summary>Why it cannot be measured on this machine; null when it can.</summary>
    Task<string?> WhyNotAsync(CancellationToken cancellationToken);

    /// <summary>Starts it with everything pending; what it returns polls until it is disposed.</summary>
    Task<Polling> StartAsync(World world, CancellationToken cancellationToken);
}

/// <summary>What was started, and what it took to hold what is pending.</summary>
/// <param name="StorePerPending">Bytes of the store's memory.</param>
/// <param name="HeapBefore">Bytes of the managed heap with nothing pending; not a number where it was not asked.</param>
internal sealed record Polling(IReadOnlyList<Child> Processes, double StorePerPending = double.NaN, double HeapBefore = double.NaN) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        foreach (var process in Processes)
            await process.DisposeAsync();
    }
}
