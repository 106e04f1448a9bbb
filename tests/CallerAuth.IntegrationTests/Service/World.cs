using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator;
using Microsoft.Extensions.DependencyInjection;

namespace CallerAuth.IntegrationTests.Service;

/// <summary>What a service lives among, fresh for each test: Twilio, the provider, the apps (all in the simulator), and a store.</summary>
internal sealed class World : IAsyncDisposable
{
    // The first call in a process waits for the compiler; on a busy machine longer than a caller would, so it is nobody's test.
    private static readonly Lazy<Task> FirstCall = new(PlayFirstCallAsync);

    private readonly string _directory = Directory.CreateTempSubdirectory("callerauth-world-").FullName;
    private readonly List<ServiceUnderTest> _services = [];
    private string _hashKey = "";

    private World(SimulatorHost simulator, RedisServer? redis)
    {
        Simulator = simulator;
        Redis = redis;
    }

    public SimulatorHost Simulator { get; }

    /// <summary>Null on the embedded store.</summary>
    public RedisServer? Redis { get; }

    /// <summary>The key that all instances share unless a test gives another.</summary>
    public string HashKey => _hashKey;

    private string KeyPath => Path.Combine(_directory, "client-key.pem");

    /// <param name="speed">How much faster than the wall clock phones live; the provider's interval is one second of the wall clock.</param>
    public static async Task<World> StartAsync(StoreKind store, CancellationToken cancellationToken, double speed = 20)
    {
        if (store == StoreKind.Redis)
            RedisServer.SkipIfMissing();
        await FirstCall.Value.WaitAsync(cancellationToken);
        return await BeginAsync(store, speed, cancellationToken);
    }

    /// <summary>Starts an instance of the service and lets the simulator's numbers ring there.</summary>
    /// <param name="publicUrl">What Twilio calls, where that is not the instance itself.</param>
    /// <param name="settings">Instead of, or beside, what the simulator says.</param>
    /// <param name="listensOn">Its own address, where the test must know it before.</param>
    public ServiceUnderTest StartService(Uri? publicUrl = null, IReadOnlyDictionary<string, string>? settings = null, Action<IServiceCollection>? services = null, Uri? listensOn = null)
    {
        var url = listensOn ?? new Uri($"http://127.0.0.1:{LoopbackPort.Take()}");
        var all = new Dictionary<string, string>(ServiceSettings.For(Simulator, publicUrl ?? url, KeyPath), StringComparer.Ordinal);
        // Instances on one store share their key.
        const string HashKeySetting = "Privacy:NationalIdHashKey";
        if (_hashKey.Length == 0)
            _hashKey = all[HashKeySetting];
        all[HashKeySetting] = _hashKey;
        all["Store:ConnectionString"] = Redis?.ConnectionString ?? "";
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
            all[key] = value;

        var service = ServiceUnderTest.Start(url, all, services);
        _services.Add(service);
        Simulator.Connect(publicUrl ?? url);
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        // The simulator first: requests that a fault keeps hanging there end with it, and the service need not wait for them.
        await Simulator.DisposeAsync();
        foreach (var service in _services)
            await service.DisposeAsync();
        if (Redis is not null)
            await Redis.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private static async Task<World> BeginAsync(StoreKind store, double speed, CancellationToken cancellationToken)
    {
        var redis = store == StoreKind.Redis ? await RedisServer.StartAsync(cancellationToken) : null;
        var dice = new Random(17);
        var simulator = await SimulatorHost.StartAsync(
            new SimulatorOptions { Speed = speed, IntervalSeconds = 1 },
            TimeProvider.System,
            () =>
            {
                lock (dice)
                    return dice.NextDouble();
            },
            cancellationToken);
        var world = new World(simulator, redis);
        await File.WriteAllTextAsync(world.KeyPath, simulator.ClientKey.PrivatePem, cancellationToken);
        return world;
    }

    private static async Task PlayFirstCallAsync()
    {
        await using var world = await BeginAsync(StoreKind.Embedded, speed: 20, CancellationToken.None);
        var call = world.StartService().Call(Line.Vestlys);
        foreach (var step in new[] { "/voice/incoming", "/voice/national-id", "/voice/sent", "/voice/hold", "/voice/status" })
        {
            try
            {
                await call.PostAsync(step, CancellationToken.None, new("Digits", "1"), new KeyValuePair<string, string>("CallStatus", "completed"));
            }
            catch (TaskCanceledException)
            {
                // Too slow for a caller, and the reason why this is played.
            }
        }
    }
}
