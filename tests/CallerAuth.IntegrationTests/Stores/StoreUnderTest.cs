using CallerAuth.Calls;
using CallerAuth.Ciba;
using CallerAuth.Ciba.EIds;
using CallerAuth.Identity;
using CallerAuth.Store;
using CallerAuth.Verification;
using CallerAuth.Verification.Polling;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace CallerAuth.IntegrationTests.Stores;

/// <summary>The store's rooms on a server of the wished kind, fresh for each test.</summary>
internal sealed class StoreUnderTest : IAsyncDisposable
{
    public const string HashKey = "c2l4dHktZm91ciBjaGFyYWN0ZXJzIG9mIHRlc3Qga2V5LCBubyBzZWNyZXQ=";

    private readonly RedisServer? _redis;

    private StoreUnderTest(RedisServer? redis, StoreOptions options)
    {
        _redis = redis;
        Options = options;
        var storeOptions = Microsoft.Extensions.Options.Options.Create(options);
        Connection = new StoreConnection(storeOptions, NullLogger<StoreConnection>.Instance);
        Keys = new Keys(storeOptions);
        Sealer = SealerWith(new PrivacyOptions { NationalIdHashKey = HashKey });
        Hasher = new NationalIdHasher(Convert.FromBase64String(HashKey));
        Desk = new PollDesk(Connection, Keys);
        Verifications = new VerificationStore(Connection, Keys, Sealer, Desk);
        Ledger = new ShardLedger(
            Connection, Keys, Sealer, EIds(), new PollClock(TimeProvider.System), Meter(), NullLogger<ShardLedger>.Instance);
        Calls = new CallStore(Connection, Keys, Sealer);
        Waiting = new WaitingCallers(Connection, Keys);
        Offers = new AgentOffers(Connection, Keys);
    }

    public StoreOptions Options { get; }

    public StoreConnection Connection { get; }

    public Keys Keys { get; }

    public Sealer Sealer { get; }

    public NationalIdHasher Hasher { get; }

    public VerificationStore Verifications { get; }

    public PollDesk Desk { get; }

    public ShardLedger Ledger { get; }

    public CallStore Calls { get; }

    public WaitingCallers Waiting { get; }

    public AgentOffers Offers { get; }

    public IDatabase Database => Connection.Database;

    public static Sealer SealerWith(PrivacyOptions privacy) =>
        new ServiceCollection().AddLogging().AddSingleton(Microsoft.Extensions.Options.Options.Create(privacy)).AddSealer().BuildServiceProvider().GetRequiredService<Sealer>();

    /// <summary>Where a second connection finds the same server.</summary>
    public string Address => Database.Multiplexer.GetEndPoints()[0].ToString()!;

    public static async Task<StoreUnderTest> StartAsync(StoreKind kind, CancellationToken cancellationToken)
    {
        RedisServer? redis = null;
        if (kind == StoreKind.Redis)
        {
            RedisServer.SkipIfMissing();
            redis = await RedisServer.StartAsync(cancellationToken);
        }

        return await OpenAsync(redis, new StoreOptions { ConnectionString = redis?.ConnectionString ?? "", CommandTimeout = TimeSpan.FromSeconds(5) }, cancellationToken);
    }

    /// <summary>On a server that was started in a way of its own, and is stopped with this.</summary>
    public static async Task<StoreUnderTest> OpenAsync(RedisServer? redis, StoreOptions options, CancellationToken cancellationToken)
    {
        var store = new StoreUnderTest(redis, options);
        await store.Connection.StartAsync(cancellationToken);
        return store;
    }

    /// <summary>As a crash of the server; only a redis-server can have one.</summary>
    public void StopServer() => _redis!.Kill();

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
    }

    public static EIdCatalogue EIds()
    {
        var eids = new EIdOptions();
        EIdCatalogue.Read(new ConfigurationBuilder().Build().GetSection(EIdOptions.Section), eids);
        return new EIdCatalogue(Microsoft.Extensions.Options.Options.Create(eids));
    }

    public static PollMeter Meter() =>
        new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), new PendingPolls(new PollClock(TimeProvider.System), () => 0));
}
