using System.Globalization;
using CallerAuth.Benchmarks.Measuring;
using CallerAuth.Benchmarks.Processes;

namespace CallerAuth.Benchmarks.Webhooks;

/// <summary>One subject from its start to its end: warmed, asked as fast as it answers, then at half of that.</summary>
internal static class WebhookRun
{
    private const string Callers = "callers";
    private const string Service = "service";
    private const string StorePart = "store";

    public static async Task<WebhookRow> RunAsync(WebhookSubject subject, int lines, TimeSpan warm, TimeSpan window, CancellationToken cancellationToken)
    {
        using var folder = new RunFolder();
        await using var store = await RedisServer.StartAsync(folder.Path, cancellationToken);
        var world = new WebhookWorld(LoopbackPort.Take(), store, folder.File("probe"));
        await using var service = await subject.StartAsync(world, cancellationToken);
        // Its sockets' answers are read where they come in; what the callers cost is not what is measured.
        await using var callers = Child.StartSelf(Callers, [Callers, "--port", $"{world.Port}"], ("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1"));
        await callers.ReadAsync(cancellationToken);
        (string, int)[] processes = [(Service, service.Id), (StorePart, store.ProcessId), (Callers, callers.Id)];

        await callers.AskAsync(Question("flood", lines, warm.TotalSeconds), cancellationToken);
        var heapBefore = subject.HasProbe ? await HeapShot.TakeAsync(world.Probe, cancellationToken) : null;
        var before = CpuShot.Take(processes);
        var flood = await callers.AskAsync<CallersHeard>(Question("flood", lines, window.TotalSeconds), cancellationToken);
        var after = CpuShot.Take(processes);
        var heapAfter = subject.HasProbe ? await HeapShot.TakeAsync(world.Probe, cancellationToken) : null;

        var perSecond = flood.Steps / flood.Seconds;
        var half = await callers.AskAsync<CallersHeard>(Question("pace", perSecond / 2, lines, window.TotalSeconds), cancellationToken);
        return new WebhookRow
        {
            Name = subject.Name,
            PerSecond = perSecond,
            ServiceMicros = after.Of(Service, before) / flood.Steps * 1e6,
            StoreMicros = after.Of(StorePart, before) / flood.Steps * 1e6,
            AllocatedBytes = heapBefore is null || heapAfter is null ? double.NaN : (double)(heapAfter.Allocated - heapBefore.Allocated) / flood.Steps,
            P50 = flood.P50 / 1000.0,
            P99 = flood.P99 / 1000.0,
            P999 = flood.P999 / 1000.0,
            HalfP50 = half.P50 / 1000.0,
            HalfP99 = half.P99 / 1000.0,
            HalfP999 = half.P999 / 1000.0,
            ResidentMegabytes = CpuShot.ResidentMegabytes(service.Id),
            OtherCores = after.OtherCores(before),
            Failed = flood.Failed + half.Failed,
        };
    }

    private static string Question(string word, params double[] numbers) =>
        word + string.Concat(numbers.Select(number => " " + number.ToString("F3", CultureInfo.InvariantCulture)));
}
