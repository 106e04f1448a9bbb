using System.Globalization;
using CallerAuth.Benchmarks.Measuring;
using CallerAuth.Benchmarks.Processes;
using CallerAuth.Benchmarks.Worker;

namespace CallerAuth.Benchmarks.Runs;

/// <summary>Our engine, in one or more processes.</summary>
internal sealed class EngineSubject : ISubject
{
    /// <summary>More than this a second the store's own scripts cannot take while the rest runs beside it.</summary>
    private const double SeedsPerSecond = 8000;

    public string Name => "our engine";

    public bool IsDurable => true;

    public bool KeepsPace => true;

    public Task<string?> WhyNotAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public async Task<Polling> StartAsync(World world, CancellationToken cancellationToken)
    {
        var settings = world.Settings;
        var workers = settings.Herd ? [] : await StartWorkersAsync(world, cancellationToken);
        var heap = workers is [var only] ? await HeapAsync(only, cancellationToken) : double.NaN;

        var before = await StoreShot.TakeAsync(world.Store, cancellationToken);
        var spread = settings.Herd ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Max(settings.Interval.TotalSeconds, settings.Pending / SeedsPerSecond));
        await Seeding.RunAsync(world.EngineSettings(0), settings.Pending, settings.Interval, spread, cancellationToken);
        // Whoever polls takes from the store what the seeding has handed in.
        await Task.Delay(settings.Interval, TimeProvider.System, cancellationToken);
        var after = await StoreShot.TakeAsync(world.Store, cancellationToken);

        if (settings.Herd)
        {
            await world.Provider.AskAsync("begin", cancellationToken);
            workers = await StartWorkersAsync(world, cancellationToken);
        }

        return new Polling(workers, (after.Memory - before.Memory) / (double)settings.Pending, heap);
    }

    /// <summary>Bytes that are in use after a full collection.</summary>
    public static async Task<double> HeapAsync(Child worker, CancellationToken cancellationToken) =>
        double.Parse(await worker.AskAsync("heap", cancellationToken), CultureInfo.InvariantCulture);

    private static async Task<Child[]> StartWorkersAsync(World world, CancellationToken cancellationToken) =>
        await Task.WhenAll(Enumerable.Range(0, world.Settings.Instances).Select(instance => world.StartWorkerAsync(instance, cancellationToken)));
}
