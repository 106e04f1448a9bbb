using CallerAuth.Audit;
using CallerAuth.Benchmarks.Provider;
using CallerAuth.Ciba;
using CallerAuth.Identity;
using CallerAuth.Store;
using CallerAuth.Verification;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CallerAuth.Benchmarks.Worker;

/// <summary>
/// All that the benchmarks know of the service: its rooms as <c>Program</c> opens them, how a verification is written into the store,
/// and how one is asked for. When the engine changes, this file follows and no other.
/// </summary>
internal sealed class Engine : IDisposable
{
    private const string EId = "se-bankid";
    private const string Line = "+46800000000";

    private static readonly CallingNumberHash CallingNumber = CallingNumberHash.Parse(new string('a', 64));
    private static readonly TimeSpan Lives = TimeSpan.FromHours(1);

    private readonly IHost _host;

    private Engine(IHost host, EndedWaiter waiter)
    {
        _host = host;
        Waiter = waiter;
    }

    /// <summary>Whom the engine tells.</summary>
    public EndedWaiter Waiter { get; }

    /// <param name="provider">Takes the network's place; null for a real one.</param>
    public static Engine Build(EngineSettings settings, HttpMessageHandler? provider = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Production });
        builder.Configuration.AddInMemoryCollection(settings.ToConfiguration());
        // As in production: what is logged for every poll lies below this level.
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning).AddProvider(new TroubleLog());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));

        var waiter = new EndedWaiter();
        builder.Services.AddStore();
        builder.Services.AddIdentity();
        builder.Services.AddSingleton<IVerificationWaiter>(waiter);
        builder.Services.AddVerification();
        builder.Services.AddAudit();
        builder.Services.AddCibaClient();

        var client = builder.Services.AddHttpClient(BackChannel.HttpClientName);
        if (provider is not null)
            client.ConfigurePrimaryHttpMessageHandler(() => provider);
        if (settings.ForceHttp2)
            client.AddHttpMessageHandler(() => new Http2OnlyHandler());
        return new Engine(builder.Build(), waiter);
    }

    public Task StartAsync(CancellationToken cancellationToken) => _host.StartAsync(cancellationToken);

    public Task StopAsync() => _host.StopAsync();

    /// <summary>Completes when the process was asked to end.</summary>
    public CancellationToken Stopping => _host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

    /// <summary>Opens the store and nothing else, for seeding from a process that polls nothing.</summary>
    public Task OpenStoreAsync(CancellationToken cancellationToken) => _host.Services.GetRequiredService<StoreConnection>().StartAsync(cancellationToken);

    /// <summary>Writes a running verification into the store as if bc-authorize had just been answered.</summary>
    public Task BeginAsync(int item, TimeSpan interval)
    {
        var person = PersonOf(item);
        var id = VerificationId.New(person);
        var record = new VerificationRecord
        {
            EId = EId,
            AuthReqId = AuthReqIds.Of(item),
            NationalIdHash = person.Value,
            // As much as a caller's takes: a birth date to compare, a call that waits, a number that called.
            BirthDateHash = person.Value,
            Waiter = EndedWaiter.NameOf(item),
            Asked = _host.Services.GetRequiredService<AuditTrail>().Asked("ivr", Line, EId, id.Value, person, CallingNumber),
        };
        var started = new StartResult.Started(AuthReqId.Parse(AuthReqIds.Of(item)), Lives, interval, null, null);
        return _host.Services.GetRequiredService<VerificationStore>().BeginAsync(id, record, started, Lives);
    }

    /// <summary>Asks the way a call does, with everything that belongs to it.</summary>
    /// <returns>Whether it runs.</returns>
    public async Task<bool> AskAsync(int item, CancellationToken cancellationToken)
    {
        var verifier = _host.Services.GetRequiredService<Verifier>();
        var eid = _host.Services.GetRequiredService<EIdCatalogue>().Get(EId);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        if (!NationalId.TryParse(TestPerson.NumberOf(item), eid.NationalIdKind, new NationalIdRules(), today, out var nationalId, out _))
            return false;
        var id = verifier.NewId(nationalId);
        var request = new VerificationRequest(id, eid, nationalId, CallInitiator.User, "Benchmark", Lives, EndedWaiter.NameOf(item), new Asker("benchmark", Line, null));
        return await verifier.StartAsync(request, cancellationToken) is VerificationStart.Running;
    }

    public void Dispose() => _host.Dispose();

    // A keyed hash as of a national ID; of an invented person where approvals must be about one, else of a mere number, as there may be millions.
    private NationalIdHash PersonOf(int item) =>
        item < TestPerson.Count && NationalId.TryParse(TestPerson.NumberOf(item), NationalIdKind.Personnummer, new NationalIdRules(), DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime), out var number, out _)
            ? _host.Services.GetRequiredService<NationalIdHasher>().Hash(number)
            : NationalIdHash.Parse(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(item))));
}
