using System.Globalization;

namespace CallerAuth.Simulator.Load;

/// <summary>Looks at service, simulator and store every some seconds, says how it goes, and remembers what the report tells.</summary>
internal sealed class LoadGauges(SimulatorHost simulator, LoadArguments asked, CallBook book, WebhookBook webhooks, PollWatch polls, LoadStore? store, ProcessGauge? service, Action<string> say)
    : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly ProcessGauge _self = new(Environment.ProcessId);
    private readonly long _started = simulator.Wall.GetTimestamp();
    private readonly TimeSpan _serviceBusyBefore = service?.Processor ?? TimeSpan.Zero;
    private Shot _last = new(TimeSpan.Zero, service?.Processor ?? TimeSpan.Zero, TimeSpan.Zero, 0);

    public MemoryTrack Memory { get; } = new();

    public MemoryTrack OwnMemory { get; } = new();

    public double? Heap { get; private set; }

    /// <summary>When the warm-up was over.</summary>
    public Marks From { get; private set; } = new(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, 0, 0);

    public Marks Now() => new(Elapsed, (service?.Processor ?? TimeSpan.Zero) - _serviceBusyBefore, _self.Processor, book.Ended, webhooks.Sent);

    private TimeSpan Elapsed => simulator.Wall.GetElapsedTime(_started);

    /// <summary>Forgets what was measured while everything was cold.</summary>
    public void EndWarmUp()
    {
        webhooks.Took.Clear();
        book.ApprovedToMoved.Clear();
        book.ToldToMoved.Clear();
        From = Now();
    }

    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        var next = asked.Report;
        _last = _last with { Own = _self.Processor };
        await RememberAsync(cancellationToken);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                polls.Look();
                if (Elapsed >= next)
                {
                    next = Elapsed + asked.Report;
                    await LookAsync(cancellationToken);
                }

                await Task.Delay(LookEvery < asked.Report ? LookEvery : asked.Report, simulator.Wall, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                // The run is over.
            }
        }
    }

    public void Dispose() => _self.Dispose();

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = new Shot(Elapsed, service?.Processor ?? TimeSpan.Zero, _self.Processor, webhooks.Sent);
        var passed = (now.At - _last.At).TotalSeconds;
        await RememberAsync(cancellationToken);
        var (bytes, keys) = store is null ? (0, 0) : await store.LookAsync(cancellationToken);
        var memory = service is null ? "" : Text($" service {service.Megabytes:0} MB{(Heap is { } heap ? Text($", heap {heap:0} MB") : "")}, {Share(now.Service, _last.Service):0.00} cores;");
        say(Text($"{now.At:hh\\:mm\\:ss}  live {book.Live}, begun {book.Begun}, ended {book.Ended}, not as meant {book.Failed}; webhooks {(now.Webhooks - _last.Webhooks) / Math.Max(passed, 1):0}/s p50 {Milliseconds(webhooks.Lately, 0.5)} p99 {Milliseconds(webhooks.Lately, 0.99)}, wrong {webhooks.NotRight};{memory} simulator {_self.Megabytes:0} MB, {Share(now.Own, _last.Own):0.00} cores; store {bytes / 1e6:0.0} MB, {keys} keys"));
        webhooks.Lately.Clear();
        _last = now;

        double Share(TimeSpan after, TimeSpan before) => passed > 0 ? (after - before).TotalSeconds / passed : 0;
    }

    private async Task RememberAsync(CancellationToken cancellationToken)
    {
        OwnMemory.Add(Elapsed, _self.Megabytes);
        if (service is null)
            return;
        Memory.Add(Elapsed, service.Megabytes);
        Heap = await service.HeapMegabytesAsync(cancellationToken) ?? Heap;
    }

    private static string Milliseconds(Histogram histogram, double share) => Text($"{histogram.Percentile(share).TotalMilliseconds:0.0} ms");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Shot(TimeSpan At, TimeSpan Service, TimeSpan Own, int Webhooks);
}

/// <summary>How far a run was at a moment.</summary>
/// <param name="Service">Its processor time.</param>
/// <param name="Own">The simulator's.</param>
internal sealed record Marks(TimeSpan At, TimeSpan Service, TimeSpan Own, int Ended, int Webhooks);
