using System.Diagnostics;
using System.Runtime.InteropServices;
using CallerAuth.Benchmarks.Measuring;
using CallerAuth.Benchmarks.Processes;
using CallerAuth.Benchmarks.Provider;
using CallerAuth.Benchmarks.Worker;

namespace CallerAuth.Benchmarks.Runs;

/// <summary>
/// Two worlds for each size: one in which an instance starts on a full schedule of which nothing is due, to see what taking it over
/// costs; and one in which so many are polled at a fixed rate, whatever their number, to see what their number costs.
/// </summary>
internal static class GrowthRun
{
    /// <summary>Beyond the time that seeding a million takes.</summary>
    private static readonly TimeSpan NotDue = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1.5);

    /// <summary>Bytes within one look that are still quiet: heartbeats and our own questions.</summary>
    private const long QuietBytes = 40_000;

    public static async Task<GrowthRow> RunAsync(int pending, double rate, TimeSpan window, string authentication, CancellationToken cancellationToken)
    {
        var adopted = await AdoptAsync(pending, authentication, cancellationToken);
        var interval = TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(pending / rate)));

        using var folder = new RunFolder();
        await using var store = await RedisServer.StartAsync(folder.Path, cancellationToken);
        var settings = SettingsOf(store, folder, pending, interval, authentication);
        await using var worker = Child.StartSelf("worker", settings.Write());
        await worker.ReadAsync(cancellationToken);
        var sent = await Seeding.RunAsync(settings, pending, interval, interval, cancellationToken);
        // Most polls in the window are the first of their order when there are many.
        await File.WriteAllBytesAsync(folder.File("began"), MemoryMarshal.AsBytes(sent.AsSpan()).ToArray(), cancellationToken);
        await worker.AskAsync($"expect {folder.File("began")}", cancellationToken);
        // What is hot is compiled by then.
        await Task.Delay((interval < window ? 2 * interval : TimeSpan.FromSeconds(5)) + TimeSpan.FromSeconds(5), TimeProvider.System, cancellationToken);

        (string, int)[] processes = [("worker", worker.Id), ("store", store.ProcessId), ("harness", Environment.ProcessId)];
        await worker.AskAsync("begin", cancellationToken);
        var before = CpuShot.Take(processes);
        await Task.Delay(window, TimeProvider.System, cancellationToken);
        var after = CpuShot.Take(processes);
        var seen = await worker.AskAsync<Arrivals>("arrivals", cancellationToken);
        var polls = Math.Max(1, seen.Polls);
        return adopted with
        {
            Interval = interval.TotalSeconds,
            PollsPerSecond = seen.Polls / seen.Seconds,
            MicrosPerPoll = after.Of("worker", before) * 1e6 / polls,
            StoreMicrosPerPoll = after.Of("store", before) * 1e6 / polls,
            LatenessP50 = seen.Lateness.P50,
            LatenessP99 = seen.Lateness.P99,
            LatenessMax = seen.Lateness.Max,
            Early = seen.Early,
            Doubles = seen.Doubles,
            Overlapping = seen.Overlapping,
            ResidentMegabytes = CpuShot.ResidentMegabytes(worker.Id),
            OtherCores = after.OtherCores(before),
        };
    }

    private static async Task<GrowthRow> AdoptAsync(int pending, string authentication, CancellationToken cancellationToken)
    {
        using var folder = new RunFolder();
        await using var store = await RedisServer.StartAsync(folder.Path, cancellationToken);
        var settings = SettingsOf(store, folder, pending, NotDue, authentication);
        var heapBefore = await EmptyHeapAsync(settings, cancellationToken);
        var empty = await StoreShot.TakeAsync(store, cancellationToken);
        await Seeding.RunAsync(settings, pending, NotDue, TimeSpan.Zero, cancellationToken);
        var full = await StoreShot.TakeAsync(store, cancellationToken);

        var began = Stopwatch.GetTimestamp();
        await using var worker = Child.StartSelf("worker", settings.Write());
        await worker.ReadAsync(cancellationToken);
        var lastBusy = TimeSpan.Zero;
        var seen = full;
        while (Stopwatch.GetElapsedTime(began) < lastBusy + Quiet)
        {
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
            var now = await StoreShot.TakeAsync(store, cancellationToken);
            if (now.Bytes - seen.Bytes > QuietBytes)
                lastBusy = Stopwatch.GetElapsedTime(began);
            seen = now;
        }

        var micros = CpuShot.SecondsOf(worker.Id) * 1e6;
        var heap = await EngineSubject.HeapAsync(worker, cancellationToken);
        return new GrowthRow
        {
            Pending = pending,
            StorePerPending = (full.Memory - empty.Memory) / (double)pending,
            Adoption = lastBusy.TotalSeconds,
            AdoptionBytesPerPending = (seen.Bytes - full.Bytes) / (double)pending,
            AdoptionMicrosPerPending = micros / pending,
            HeapPerPending = (heap - heapBefore) / pending,
            Interval = 0,
            PollsPerSecond = 0,
            MicrosPerPoll = 0,
            StoreMicrosPerPoll = 0,
            LatenessP50 = 0,
            LatenessP99 = 0,
            LatenessMax = 0,
            Early = 0,
            Doubles = 0,
            Overlapping = 0,
            ResidentMegabytes = 0,
            OtherCores = 0,
        };
    }

    private static async Task<double> EmptyHeapAsync(EngineSettings settings, CancellationToken cancellationToken)
    {
        await using var worker = Child.StartSelf("worker", settings.Write());
        await worker.ReadAsync(cancellationToken);
        await Task.Delay(Quiet, TimeProvider.System, cancellationToken);
        return await EngineSubject.HeapAsync(worker, cancellationToken);
    }

    private static EngineSettings SettingsOf(RedisServer store, RunFolder folder, int pending, TimeSpan interval, string authentication) =>
        new(store.ConnectionString, "http://127.0.0.1:1", authentication, folder.ClientKey(authentication), ForceHttp2: false, pending, interval);
}
