using System.Diagnostics;
using CallerAuth.Benchmarks.Measuring;
using CallerAuth.Benchmarks.Provider;

namespace CallerAuth.Benchmarks.Runs;

/// <summary>
/// One run from an empty store to a row: start, let everything pending be polled once, warm up, measure a window, and only then listen
/// to the store's commands, because listening costs.
/// </summary>
internal static class PollRun
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FirstRoundMayTake = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Listening = TimeSpan.FromSeconds(4);

    public static async Task<PollRow> RunAsync(ISubject subject, RunSettings settings, CancellationToken cancellationToken)
    {
        await using var world = await World.OpenAsync(settings, cancellationToken);
        await using var polling = await subject.StartAsync(world, cancellationToken);
        var (firstRound, first) = await FirstRoundAsync(world, cancellationToken);
        await Task.Delay(settings.Warm, TimeProvider.System, cancellationToken);

        IReadOnlyList<(string, int)> processes = [.. world.Processes, .. polling.Processes.Select(process => ("worker", process.Id))];
        var storeBefore = await StoreShot.TakeAsync(world.Store, cancellationToken);
        await world.Provider.AskAsync("begin", cancellationToken);
        var before = CpuShot.Take(processes);
        await Task.Delay(settings.Window, TimeProvider.System, cancellationToken);
        var after = CpuShot.Take(processes);
        var seen = await world.ArrivalsAsync(cancellationToken);
        var storeAfter = await StoreShot.TakeAsync(world.Store, cancellationToken);

        var resident = polling.Processes.Sum(process => CpuShot.ResidentMegabytes(process.Id));
        var sent = subject.IsDurable ? await SentPerPollAsync(world, cancellationToken) : 0;
        var heap = double.IsNaN(polling.HeapBefore) ? double.NaN : await EngineSubject.HeapAsync(polling.Processes[0], cancellationToken);

        var polls = Math.Max(1, seen.Polls);
        var guard = settings.Guard.TotalMilliseconds;
        double Late(double milliseconds) => subject.KeepsPace ? Math.Max(0, milliseconds - guard) : double.NaN;
        return new PollRow
        {
            Name = subject.Name,
            KeepsPace = subject.KeepsPace,
            Pending = settings.Pending,
            PollsPerSecond = seen.Polls / seen.Seconds,
            Share = subject.KeepsPace ? seen.Polls / seen.Seconds / (settings.Pending / (settings.Interval + settings.Latency + settings.Guard).TotalSeconds) : double.NaN,
            LatenessP50 = Late(seen.Lateness.P50),
            LatenessP99 = Late(seen.Lateness.P99),
            LatenessP999 = Late(seen.Lateness.P999),
            LatenessMax = Late(seen.Lateness.Max),
            GapMax = seen.Gap.Max,
            Early = seen.Early,
            Doubles = seen.Doubles,
            Overlapping = seen.Overlapping,
            Unpolled = settings.Window > 2 * settings.Interval ? settings.Pending - seen.Distinct : 0,
            Http2Share = (double)seen.Http2 / polls,
            WorkerMicros = after.Of("worker", before) * 1e6 / polls,
            StoreMicros = subject.IsDurable ? after.Of("store", before) * 1e6 / polls : 0,
            ProviderMicros = after.Of("provider", before) * 1e6 / polls,
            SentPerPoll = sent,
            CommandsPerPoll = subject.IsDurable ? (storeAfter.Commands - storeBefore.Commands) / (double)polls : 0,
            BytesPerPoll = subject.IsDurable ? (storeAfter.Bytes - storeBefore.Bytes) / (double)polls : 0,
            ResidentMegabytes = resident,
            HeapPerPending = (heap - polling.HeapBefore) / settings.Pending,
            StorePerPending = polling.StorePerPending,
            FirstRound = settings.Herd ? firstRound : double.NaN,
            Peak = settings.Herd ? first.Peak : double.NaN,
            OtherCores = after.OtherCores(before),
        };
    }

    private static async Task<(double Seconds, Arrivals First)> FirstRoundAsync(World world, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var seen = await world.ArrivalsAsync(cancellationToken);
            if (seen.Distinct >= world.Settings.Pending || Stopwatch.GetElapsedTime(began) > FirstRoundMayTake)
                return (seen.Distinct >= world.Settings.Pending ? seen.Seconds : double.NaN, seen);
            await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
        }
    }

    private static async Task<double> SentPerPollAsync(World world, CancellationToken cancellationToken)
    {
        await world.Provider.AskAsync("begin", cancellationToken);
        await using var ear = await StoreEar.ListenAsync(world.Store, cancellationToken);
        await Task.Delay(Listening, TimeProvider.System, cancellationToken);
        var (sent, _) = await ear.EndAsync();
        var seen = await world.ArrivalsAsync(cancellationToken);
        return sent.Count / (double)Math.Max(1, seen.Polls);
    }
}
