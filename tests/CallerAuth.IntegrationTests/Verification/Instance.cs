using CallerAuth.Audit;
using CallerAuth.Ciba;
using CallerAuth.Identity;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator;
using CallerAuth.Verification;
using CallerAuth.Verification.Polling;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CallerAuth.IntegrationTests.Verification;

/// <summary>The rooms below the telephone as one instance has them, on a store and a provider that others may share. Nothing polls by itself.</summary>
internal sealed class Instance : IAsyncDisposable
{
    /// <summary>Made once: a key pair takes longer than most tests here.</summary>
    private static readonly ClientKey SharedKey = new();

    private readonly string _keyPath = Path.GetTempFileName();
    private readonly ServiceProvider _services;

    public Instance(StoreUnderTest store, SimulatorHost simulator, params (string Key, string Value)[] settings)
    {
        File.WriteAllText(_keyPath, simulator.ClientKey.PrivatePem);
        var configuration = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Ciba:Authority"] = simulator.Authority,
            ["Ciba:ClientId"] = simulator.Options.ClientId,
            ["Ciba:PrivateKeyPath"] = _keyPath,
            ["Ciba:KeyId"] = simulator.ClientKey.KeyId,
            ["Privacy:NationalIdHashKey"] = StoreUnderTest.HashKey,
        };
        foreach (var (key, value) in settings)
            configuration[key] = value;

        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(configuration).Build());
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddFakeLogging());
        services.AddSingleton(Options.Create(store.Options));
        services.AddSingleton(store.Connection);
        services.AddSingleton(store.Keys);
        services.AddSingleton(store.Sealer);
        services.AddIdentity();
        services.AddCibaClient();
        services.AddAudit();
        services.AddVerification();
        services.AddSingleton<IVerificationWaiter>(Waiter);
        services.AddSingleton<IVerificationWitness>(Witness);
        _services = services.BuildServiceProvider();
    }

    public RecordingWaiter Waiter { get; } = new();

    public RecordingWitness Witness { get; } = new();

    public EIdCatalogue EIds => _services.GetRequiredService<EIdCatalogue>();

    public Verifier Verifier => _services.GetRequiredService<Verifier>();

    public AuditTrail Audit => _services.GetRequiredService<AuditTrail>();

    public IEnumerable<string> LogLines => _services.GetFakeLogCollector().GetSnapshot().Select(record => $"{record.Level}: {record.Message} {record.Exception}");

    public async Task<(VerificationId Id, VerificationStart Start)> StartAsync(string nationalId, string from = "+4790000001", string line = "+4721000000")
    {
        var person = Some.NationalId(nationalId);
        var id = Verifier.NewId(person);
        var start = await Verifier.StartAsync(
            new VerificationRequest(
                id, EIds.Get("no-bankid"), person, CallInitiator.User, null, TimeSpan.FromMinutes(3), "call:CA1", Some.Asker(from, line)),
            TestContext.Current.CancellationToken);
        return (id, start);
    }

    /// <summary>A provider for instances to ask.</summary>
    public static Task<SimulatorHost> SimulateAsync() => SimulatorHost.StartAsync(
        new SimulatorOptions { IntervalSeconds = 1, ClientKey = SharedKey }, TimeProvider.System, () => 0.5, TestContext.Current.CancellationToken);

    /// <summary>Attends once to a verification, as its owner, whatever its time.</summary>
    /// <returns>When it wants attention again; null when it is done with.</returns>
    public async Task<TimeSpan?> AttendAsync(VerificationId id)
    {
        const string Us = "the instance under test";
        var ledger = _services.GetRequiredService<ShardLedger>();
        var taken = await ledger.TakeAsync(Us, id.Shard, gone: null);
        var poll = (await ledger.AllInAsync(Us, id.Shard, taken.Now!.Value, other => other != id).SingleAsync()).Poll;
        poll.Shard = new OwnedShard(id.Shard, Us);
        return await _services.GetRequiredService<PollTurn>().TakeAsync(poll, TestContext.Current.CancellationToken);
    }

    public async Task<IReadOnlyList<AuditRecord>> AuditedAsync()
    {
        var records = new List<AuditRecord>();
        await foreach (var record in Audit.ReadAsync(Audit.Today.AddDays(-1), Audit.Today, TestContext.Current.CancellationToken))
            records.Add(Assert.IsType<AuditRecord>(record));
        return records;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        File.Delete(_keyPath);
    }
}

/// <summary>Somebody who waits for verifications, and may be hard of hearing.</summary>
internal sealed class RecordingWaiter : IVerificationWaiter
{
    public string Prefix => "";

    public List<VerificationOutcome> Told { get; } = [];

    public bool IsDeaf { get; set; }

    public Task ProgressedAsync(VerificationId id, string waiter, PendingStep step, CancellationToken cancellationToken) => Task.CompletedTask;

    public IReadOnlyCollection<string> ClaimsWanted(string line) => ["name"];

    public Task EndedAsync(VerificationId id, string waiter, VerificationOutcome outcome, CancellationToken cancellationToken)
    {
        Told.Add(outcome);
        return IsDeaf ? Task.FromException(new InvalidOperationException("Tell me again.")) : Task.CompletedTask;
    }
}

/// <summary>Somebody who learns of every end, and may be hard of hearing too.</summary>
internal sealed class RecordingWitness : IVerificationWitness
{
    public int Told { get; private set; }

    public bool IsDeaf { get; set; }

    public Task EndedAsync(VerificationId id, VerificationRecord record, VerificationOutcome outcome, CancellationToken cancellationToken)
    {
        Told++;
        return IsDeaf ? Task.FromException(new InvalidOperationException("Tell me again.")) : Task.CompletedTask;
    }
}
