using System.Diagnostics;
using CallerAuth.Benchmarks.Processes;
using CallerAuth.Benchmarks.Provider;

namespace CallerAuth.Benchmarks.Runs;

/// <summary>Two instances share what is pending; then something happens to one of them, or to the store.</summary>
internal static class RecoveryRun
{
    public static readonly string[] Faults = ["kill", "stop", "term", "store"];

    private const string AllInstances = "255";

    private static readonly TimeSpan Stopped = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StoreDown = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MayTake = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    public static async Task<RecoveryRow> RunAsync(ISubject subject, string fault, RunSettings settings, CancellationToken cancellationToken)
    {
        await using var world = await World.OpenAsync(settings with { Instances = 2 }, cancellationToken);
        await using var polling = await subject.StartAsync(world, cancellationToken);
        await Task.Delay((2 * settings.Interval) + settings.Warm, TimeProvider.System, cancellationToken);
        await world.Provider.AskAsync("begin", cancellationToken);
        await Task.Delay(3 * settings.Interval, TimeProvider.System, cancellationToken);
        var usual = await world.ArrivalsAsync(cancellationToken);

        await world.Provider.AskAsync("begin", cancellationToken);
        await StrikeAsync(fault, world, polling.Processes[0], cancellationToken);
        var orphans = await AllPolledAgainAsync(world, cancellationToken);
        // Long enough for a zombie to come back, and for what it might do.
        await Task.Delay((fault == "stop" ? Stopped : TimeSpan.Zero) + (3 * settings.Interval), TimeProvider.System, cancellationToken);
        var seen = await world.ArrivalsAsync(cancellationToken);

        return new RecoveryRow
        {
            Name = subject.Name,
            Fault = fault,
            Pending = settings.Pending,
            UsualGapMax = usual.Gap.Max,
            Orphans = orphans.Orphans,
            NeverPolledAgain = orphans.Unpolled,
            LastAfter = orphans.LastAfter,
            OrphanGapP99 = orphans.Gap.P99,
            OrphanGapMax = orphans.Gap.Max,
            Early = seen.Early,
            Doubles = seen.Doubles,
            Overlapping = seen.Overlapping,
        };
    }

    private static async Task StrikeAsync(string fault, World world, Child victim, CancellationToken cancellationToken)
    {
        switch (fault)
        {
            case "kill":
                await victim.KilledAsync();
                await world.Provider.AskAsync("orphan 0", cancellationToken);
                break;
            case "stop":
                victim.Send(Signal.Stop);
                await world.Provider.AskAsync("orphan 0", cancellationToken);
                await Task.Delay(Stopped, TimeProvider.System, cancellationToken);
                victim.Send(Signal.Continue);
                break;
            case "term":
                victim.Send(Signal.Terminate);
                await world.Provider.AskAsync("orphan 0", cancellationToken);
                break;
            default:
                world.Store.Kill();
                await world.Provider.AskAsync($"orphan {AllInstances}", cancellationToken);
                await Task.Delay(StoreDown, TimeProvider.System, cancellationToken);
                await world.Store.RestartAsync(cancellationToken);
                break;
        }
    }

    private static async Task<Orphanage> AllPolledAgainAsync(World world, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var orphans = await world.Provider.AskAsync<Orphanage>("orphans", cancellationToken);
            if (orphans.Unpolled == 0 || Stopwatch.GetElapsedTime(began) > MayTake)
                return orphans;
            await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
        }
    }
}
