using System.Globalization;
using System.Text;

namespace CallerAuth.Simulator.Load;

/// <summary><c>load</c>: real calls from thousands of made-up callers against a real service, each accounted for.</summary>
internal static class LoadCommand
{
    private static readonly IReadOnlyList<LeftoverKeys> NothingKnown = [];
    private static readonly TimeSpan SettleLookEvery = TimeSpan.FromSeconds(1);

    /// <returns>0 when every call ended as it must and nothing else was found.</returns>
    public static async Task<int> RunAsync(LoadArguments asked, TimeProvider wall, CancellationToken cancellationToken)
    {
        if (asked.PrintsSettings)
            return await PrintAsync(asked, wall, cancellationToken);
        Console.OutputEncoding = Encoding.UTF8;
        var result = await PlayAsync(asked, wall, Console.WriteLine, cancellationToken);
        Console.WriteLine();
        Console.WriteLine(LoadReport.Of(result));
        return result.Faults.Count == 0 ? 0 : 1;
    }

    public static async Task<LoadResult> PlayAsync(LoadArguments asked, TimeProvider wall, Action<string> say, CancellationToken cancellationToken)
    {
        // A service that runs already has its store; which one is told by --store.
        await using var store = asked.Service is null || asked.Store.Length > 0 ? await LoadStore.StartAsync(asked.Store, wall, cancellationToken) : null;
        await using var simulator = await StartSimulatorAsync(asked, wall, cancellationToken);
        var log = new ServiceLog();
        await using var written = asked.Log.Length > 0 ? TextWriter.Synchronized(new StreamWriter(asked.Log)) : null;
        await using var service = asked.Service is null
            ? await ServiceProcess.StartAsync(simulator, (url, keyPath) => LoadSettings.ForStarted(simulator, asked, store!, url, keyPath), Hear, cancellationToken)
            : null;
        if (asked.Service is { } running)
            simulator.Connect(running);
        var pid = service?.Id ?? asked.ServicePid;
        using var gauge = pid is { } id ? new ProcessGauge(id, simulator.Service) : null;

        var book = new CallBook();
        var webhooks = new WebhookBook();
        simulator.Carrier.Webhooks.Answered = webhooks.Note;
        var polls = new PollWatch(simulator.Provider);
        using var run = new LoadRun(simulator, asked, book, polls);
        using var gauges = new LoadGauges(simulator, asked, book, webhooks, polls, store, gauge, say);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = gauges.WatchAsync(over.Token);
        var before = gauge?.Megabytes ?? 0;
        say($"{store?.What ?? "the service's own store"}; service at {simulator.Service}; stop with Ctrl+C");

        (double, double, double?)? holding = null;
        var warming = WarmAsync(asked, gauges, wall, cancellationToken);
        await run.OpenAsync(cancellationToken);
        await warming;
        if (asked.Hold > 0)
        {
            await Task.Delay(asked.Length, wall, cancellationToken);
            holding = gauge is null ? null : (before, gauge.Megabytes, await gauge.HeapMegabytesAsync(cancellationToken));
        }

        await run.ReleaseAsync(cancellationToken);
        var to = gauges.Now();
        var left = store is null ? NothingKnown : await SettleAsync(store, asked.Settle, wall, cancellationToken);
        await over.CancelAsync();
        await watching;
        polls.Finish();
        return new LoadResult
        {
            Asked = asked,
            Store = store?.What ?? "the service's own store",
            Calls = book,
            Webhooks = webhooks,
            Polls = FiguresOf(simulator, polls),
            From = gauges.From,
            To = to,
            Memory = gauge is null ? null : gauges.Memory,
            OwnMemory = gauges.OwnMemory,
            Heap = gauges.Heap,
            OwnHeap = GC.GetTotalMemory(forceFullCollection: true) / 1e6,
            Holding = holding,
            Left = left ?? NothingKnown,
            StoreDied = left is null,
            Complaints = log.Complaints,
            Late = run.Late,
            ServiceDied = service?.HasExited == true,
        };

        void Hear(string line)
        {
            log.Hear(line);
            written?.WriteLine(line);
        }
    }

    private static async Task WarmAsync(LoadArguments asked, LoadGauges gauges, TimeProvider wall, CancellationToken cancellationToken)
    {
        await Task.Delay(asked.Warm, wall, cancellationToken);
        gauges.EndWarmUp();
    }

    /// <summary>Waits until nothing unfinished is left in the store, and says what is there.</summary>
    /// <returns>Null when the store does not answer.</returns>
    private static async Task<IReadOnlyList<LeftoverKeys>?> SettleAsync(LoadStore store, TimeSpan within, TimeProvider wall, CancellationToken cancellationToken)
    {
        var started = wall.GetTimestamp();
        while (true)
        {
            try
            {
                var left = await StoreLeftovers.LookAsync(store.EndPoint, cancellationToken);
                if (!left.Any(keys => keys.Unfinished) || wall.GetElapsedTime(started) >= within)
                    return left;
            }
            catch (IOException) when (wall.GetElapsedTime(started) >= within)
            {
                return null;
            }
            catch (IOException)
            {
                // It may be back in a moment.
            }

            await Task.Delay(SettleLookEvery, wall, cancellationToken);
        }
    }

    private static PollFigures FiguresOf(SimulatorHost simulator, PollWatch polls)
    {
        var book = simulator.Provider;
        return new PollFigures(book.Polls, book.EarlyPolls, book.OverlappingPolls, book.PollsAfterEnd, book.UnknownPolls, polls.PolledOn, book.CollidingOrders, polls.Examples);
    }

    private static async Task<int> PrintAsync(LoadArguments asked, TimeProvider wall, CancellationToken cancellationToken)
    {
        await using var simulator = await StartSimulatorAsync(asked, wall, cancellationToken);
        foreach (var (key, value) in LoadSettings.ForRunning(simulator, asked))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{key.Replace(":", "__", StringComparison.Ordinal)}={value}"));
        return 0;
    }

    private static Task<SimulatorHost> StartSimulatorAsync(LoadArguments asked, TimeProvider wall, CancellationToken cancellationToken)
    {
#pragma warning disable CA5394 // Which words an app shows is no secret here, and comes again with its seed.
        var dice = new Random(asked.Seed);
#pragma warning restore CA5394
        return SimulatorHost.StartAsync(
            LoadSettings.OptionsFor(asked),
            wall,
            () =>
            {
                lock (dice)
#pragma warning disable CA5394 // As above.
                    return dice.NextDouble();
#pragma warning restore CA5394
            },
            cancellationToken);
    }
}
