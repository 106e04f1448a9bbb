using CallerAuth.Benchmarks.Processes;
using CallerAuth.Benchmarks.Provider;
using CallerAuth.Benchmarks.Worker;

namespace CallerAuth.Benchmarks.Runs;

/// <summary>What stands around an engine in one run: an empty store of its own and a provider. New for every run, so that no run inherits anything.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly Child? _burner;

    private World(RunSettings settings, RunFolder folder, RedisServer store, Child provider, ProviderSettings providerSettings, Child? burner)
    {
        Settings = settings;
        Folder = folder;
        Store = store;
        Provider = provider;
        ProviderSettings = providerSettings;
        _burner = burner;
    }

    public RunSettings Settings { get; }

    public RunFolder Folder { get; }

    public RedisServer Store { get; }

    public Child Provider { get; }

    public ProviderSettings ProviderSettings { get; }

    /// <summary>Whose processor time is told apart from that of the rest of the machine.</summary>
    public IEnumerable<(string Part, int ProcessId)> Processes =>
    [
        ("provider", Provider.Id), ("store", Store.ProcessId), ("harness", Environment.ProcessId),
        .. _burner is null ? Array.Empty<(string, int)>() : [("neighbour", _burner.Id)],
    ];

    public (string Key, string Value)[] TrustsProvider => ProviderSettings.IsTls ? [("SSL_CERT_FILE", Folder.Certificate)] : [];

    public static async Task<World> OpenAsync(RunSettings settings, CancellationToken cancellationToken, int approveAfter = 0)
    {
        var folder = new RunFolder();
        var store = await RedisServer.StartAsync(folder.Path, cancellationToken);
        int[] ports = [.. Enumerable.Range(0, settings.Instances).Select(_ => LoopbackPort.Take())];
        var providerSettings = new ProviderSettings(settings.Pending, settings.Interval, settings.Protocol, ports, settings.Latency, approveAfter, folder.Certificate);
        var provider = Child.StartSelf("provider", providerSettings.Write());
        await provider.ReadAsync(cancellationToken);
        Child? burner = null;
        if (settings.Burned)
        {
            burner = Child.StartSelf("neighbour", ["burn"]);
            await burner.ReadAsync(cancellationToken);
        }

        return new World(settings, folder, store, provider, providerSettings, burner);
    }

    public EngineSettings EngineSettings(int instance) => new(
        Store.ConnectionString,
        ProviderSettings.AuthorityOf(instance),
        Settings.Authentication,
        Folder.ClientKey(Settings.Authentication),
        Settings.Protocol == "h2c",
        VirtualItems: 0,
        Settings.Interval);

    public async Task<Child> StartWorkerAsync(int instance, CancellationToken cancellationToken)
    {
        var worker = Child.StartSelf("worker", EngineSettings(instance).Write(), TrustsProvider);
        await worker.ReadAsync(cancellationToken);
        return worker;
    }

    public Task<Arrivals> ArrivalsAsync(CancellationToken cancellationToken) => Provider.AskAsync<Arrivals>("arrivals", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_burner is not null)
            await _burner.DisposeAsync();
        await Provider.DisposeAsync();
        await Store.DisposeAsync();
        Folder.Dispose();
    }
}
