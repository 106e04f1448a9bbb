using System.Diagnostics;
using CallerAuth.Benchmarks.Callers;
using CallerAuth.Benchmarks.Processes;
using CallerAuth.Benchmarks.Provider;

namespace CallerAuth.Benchmarks.Runs;

/// <summary>Starts the service beside a store and a provider of its own, looks at it, and takes everything down again.</summary>
internal static class StartupRun
{
    private const int Thousand = 1000;

    /// <summary>Of the callers that ring, those after whom the runtime has compiled what is hot.</summary>
    private const int WarmAfter = 3000;

    public static async Task<StartupRow> RunAsync(string name, StartupSettings settings, IReadOnlyList<(string Key, string Value)> runtime, CancellationToken cancellationToken)
    {
        using var folder = new RunFolder();
        await using var store = await RedisServer.StartAsync(folder.Path, cancellationToken);
        var providerSettings = new ProviderSettings(
            TestPerson.Count, settings.Interval, "h1", [LoopbackPort.Take()], TimeSpan.Zero, ApproveAfter: 0, folder.Certificate);
        await using var provider = Child.StartSelf("provider", providerSettings.Write());
        await provider.ReadAsync(cancellationToken);
        var authority = providerSettings.AuthorityOf(0);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        await WarmUpAsync(http, new Uri(authority), cancellationToken);

        await using var service = await ServiceProcess.StartAsync(settings.Command, store, authority, runtime, cancellationToken);
        var crowd = new CallerCrowd(http, service.Address);
        var row = new StartupRow
        {
            Name = name,
            Live = await service.AnswersAsync(http, "/health/live", cancellationToken),
            Ready = await service.AnswersAsync(http, "/health/ready", cancellationToken),
            StartCpu = service.ProcessorSeconds * 1000,
            FirstWebhook = await crowd.RingAsync(caller: 0, cancellationToken),
            SecondWebhook = await crowd.RingAsync(caller: 1, cancellationToken),
            IdleMegabytes = await AfterAsync(service, settings.Idle, cancellationToken),
            ThousandMegabytes = await AfterThousandAsync(service, crowd, cancellationToken),
        };
        return settings.Calls == 0 ? row : await WithCallsAsync(row, service, crowd, provider, settings, cancellationToken);
    }

    // What this process compiles for its first request is not the service's time.
    private static async Task WarmUpAsync(HttpClient http, Uri provider, CancellationToken cancellationToken)
    {
        using var metadata = await http.GetAsync(provider, cancellationToken);
        using var request = SignedWebhook.Make(provider, "/voice/incoming", caller: 0);
        using var answer = await http.SendAsync(request, cancellationToken);
    }

    private static async Task<double> AfterAsync(ServiceProcess service, TimeSpan idle, CancellationToken cancellationToken)
    {
        await Task.Delay(idle, TimeProvider.System, cancellationToken);
        return service.ResidentMegabytes;
    }

    private static async Task<double> AfterThousandAsync(ServiceProcess service, CallerCrowd crowd, CancellationToken cancellationToken)
    {
        await crowd.RingAsync(first: 2, Thousand, cancellationToken);
        return service.ResidentMegabytes;
    }

    private static async Task<StartupRow> WithCallsAsync(
        StartupRow row, ServiceProcess service, CallerCrowd crowd, Child provider, StartupSettings settings, CancellationToken cancellationToken)
    {
        const int first = 2 + Thousand;
        var warm = Math.Min(WarmAfter, settings.Calls / 2);
        await crowd.RingAsync(first, warm, cancellationToken);
        var before = service.ProcessorSeconds;
        await crowd.RingAsync(first + warm, settings.Calls - warm, cancellationToken);
        var micros = (service.ProcessorSeconds - before) * 1e6 / (settings.Calls - warm);

        await crowd.KeyNumbersAsync(first, settings.Calls, cancellationToken);
        var waiting = await WaitingAsync(provider, settings, cancellationToken);
        return row with { WebhookMicros = micros, Waiting = waiting, WaitingMegabytes = service.ResidentMegabytes };
    }

    // Who is asked about at the provider waits; one that the service has refused, because it had too much to do, is not.
    private static async Task<long> WaitingAsync(Child provider, StartupSettings settings, CancellationToken cancellationToken)
    {
        await Task.Delay(settings.Interval, TimeProvider.System, cancellationToken);
        await provider.AskAsync("begin", cancellationToken);
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            await Task.Delay(settings.Interval, TimeProvider.System, cancellationToken);
            var waiting = (await provider.AskAsync<Arrivals>("arrivals", cancellationToken)).Distinct;
            if (waiting == settings.Calls || Stopwatch.GetElapsedTime(began) > 4 * settings.Interval)
                return waiting;
        }
    }
}
