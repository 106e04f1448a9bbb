using CallerAuth.IntegrationTests.Stores;
using CallerAuth.IntegrationTests.Verification;
using CallerAuth.Simulator;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using CallerAuth.Store;
using CallerAuth.Verification;
using StackExchange.Redis;
using Order = CallerAuth.Simulator.Provider.Order;

namespace CallerAuth.IntegrationTests.Recovery;

/// <summary>Instances as processes on one redis-server, many people who are being verified, and a provider that keeps count.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    public const int IntervalSeconds = 3;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    private readonly string _directory = Directory.CreateTempSubdirectory("callerauth-fleet-").FullName;
    private readonly List<InstanceProcess> _instances = [];
    private readonly Instance _starter;

    private Fleet(RedisServer redis, StoreUnderTest store, SimulatorHost simulator)
    {
        (Redis, Store, Simulator) = (redis, store, simulator);
        _starter = new Instance(
            store, simulator,
            ("Limits:PerLine:Short:Most", "0"), ("Limits:PerCallingNumber:Short:Most", "0"), ("Limits:PerCallingNumber:Long:Most", "0"));
    }

    public IReadOnlyList<InstanceProcess> Instances => _instances;

    public RedisServer Redis { get; }

    public StoreUnderTest Store { get; }

    public SimulatorHost Simulator { get; }

    public Manners Manners => Manners.Of(Simulator.Provider);

    public static async Task<Fleet> StartAsync(int instances, CancellationToken cancellationToken)
    {
        RedisServer.SkipIfMissing();
        var redis = await RedisServer.StartAsync(cancellationToken);
        var store = await StoreUnderTest.OpenAsync(redis, new StoreOptions { ConnectionString = redis.ConnectionString, CommandTimeout = TimeSpan.FromSeconds(5) }, cancellationToken);
        var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { IntervalSeconds = IntervalSeconds, Speed = 20 }, TimeProvider.System, () => 0.5, cancellationToken);
        var fleet = new Fleet(redis, store, simulator);
        await Task.WhenAll(Enumerable.Range(0, instances).Select(_ => fleet.AddAsync(cancellationToken)));
        return fleet;
    }

    public async Task<InstanceProcess> AddAsync(CancellationToken cancellationToken, params (string Key, string Value)[] more)
    {
        var keyPath = Path.Combine(_directory, $"{Guid.NewGuid():N}.pem");
        await File.WriteAllTextAsync(keyPath, Simulator.ClientKey.PrivatePem, cancellationToken);
        var url = new Uri($"http://127.0.0.1:{LoopbackPort.Take()}");
        var settings = new Dictionary<string, string>(ServiceSettings.For(Simulator, url, keyPath), StringComparer.Ordinal)
        {
            ["Privacy:NationalIdHashKey"] = StoreUnderTest.HashKey,
            ["Store:ConnectionString"] = Redis.ConnectionString,
        };
        foreach (var (key, value) in more)
            settings[key] = value;
        var instance = await InstanceProcess.StartAsync(url, settings, cancellationToken);
        lock (_instances)
            _instances.Add(instance);
        return instance;
    }

    /// <summary>Has this many people verified at once, and waits until each has been polled for.</summary>
    public async Task BeginAsync(int people, CancellationToken cancellationToken)
    {
        foreach (var part in Enumerable.Range(1000, people).Chunk(20))
        {
            var starts = await Task.WhenAll(part.Select(i => _starter.StartAsync(People.Norwegian(i).NationalId)));
            Assert.All(starts, start => Assert.IsType<VerificationStart.Running>(start.Start));
        }

        await UntilAllPolledSinceAsync(DateTimeOffset.MinValue, cancellationToken);
    }

    /// <summary>Waits until every verification has been polled for after a moment.</summary>
    /// <returns>The longest that any of them was not polled for.</returns>
    public async Task<TimeSpan> UntilAllPolledSinceAsync(DateTimeOffset moment, CancellationToken cancellationToken)
    {
        var worst = TimeSpan.Zero;
        var left = Simulator.Provider.Orders.ToList();
        var before = left.ToDictionary(order => order, LastPolled);
        while (left.Count > 0)
        {
            foreach (var order in left.Where(order => LastPolled(order) > moment).ToArray())
            {
                if (before[order] is { } earlier && LastPolled(order) is { } now && now - earlier > worst)
                    worst = now - earlier;
                left.Remove(order);
            }

            await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
        }

        return worst;
    }

    /// <summary>Everybody approves; waits until every end has been told and nothing is left.</summary>
    public async Task ApproveAllAsync(CancellationToken cancellationToken)
    {
        foreach (var order in Simulator.Provider.Orders)
            order.MoveTo(OrderStatus.Approved);
        await UntilNothingIsLeftAsync(cancellationToken);
    }

    public async Task UntilNothingIsLeftAsync(CancellationToken cancellationToken)
    {
        while (await ExistsAsync("ca:*:running"))
            await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
    }

    public async Task UntilAnEndIsRecordedAsync(CancellationToken cancellationToken)
    {
        while (!await ExistsAsync("ca:*:ends"))
            await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
    }

    public async Task AsAdminAsync(string command, params object[] arguments)
    {
        await using var admin = await ConnectionMultiplexer.ConnectAsync(Redis.ConnectionString + ",allowAdmin=true");
        await admin.GetServers()[0].ExecuteAsync(command, arguments);
    }

    /// <returns>What became of everybody, by the audit trail.</returns>
    public async Task<IReadOnlyDictionary<string, int>> OutcomesAsync() =>
        (await _starter.AuditedAsync()).CountBy(record => record.Outcome).ToDictionary(StringComparer.Ordinal);

    public DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances)
            await instance.DisposeAsync();
        await _starter.DisposeAsync();
        await Simulator.DisposeAsync();
        await Store.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<bool> ExistsAsync(string pattern)
    {
        await foreach (var _ in Store.Database.Multiplexer.GetServers()[0].KeysAsync(pattern: pattern))
            return true;
        return false;
    }

    private static DateTimeOffset? LastPolled(Order order)
    {
        lock (order.Polls.Gate)
            return order.Polls.LastAnsweredAt;
    }
}
