using CallerAuth.Ciba;
using CallerAuth.Identity;
using CallerAuth.Tests.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace CallerAuth.Tests.Ciba;

/// <summary>The room as <c>AddCiba</c> builds it, with a provider and a clock that belong to the test.</summary>
internal sealed class CibaRig : IDisposable
{
    public const string Authority = "https://acme.idura.broker";
    public const string ClientId = "urn:ciba";
    public const string AuthReqIdText = "3857f8ff-21b9-48ae-a732-a3bd8128a7ae";
    public const string BindingMessage = "You called Nordlys Forsikring";

    private readonly ServiceProvider _services;

    /// <summary>A plain Idura configuration with some settings changed; on the real network the room keeps its own message handler, to talk to a server on this machine.</summary>
    public CibaRig(bool realNetwork, params (string Key, string Value)[] settings)
    {
        var configuration = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Ciba:Authority"] = Authority,
            ["Ciba:ClientId"] = ClientId,
            ["Ciba:PrivateKeyPath"] = TestKeys.ClientPemPath,
            ["Ciba:KeyId"] = "client-key-1",
        };
        foreach (var (key, value) in settings)
            configuration[key] = value;

        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(configuration).Build());
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddFakeLogging());
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(The.Hasher);
        services.Configure<PrivacyOptions>(privacy => privacy.NationalIdHashKey = Convert.ToBase64String(new byte[PrivacyOptions.MinimumKeyLength]));
        services.AddCibaClient();
        if (!realNetwork)
            services.AddHttpClient(BackChannel.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => Provider);
        _services = services.BuildServiceProvider();
    }

    public CibaRig(params (string Key, string Value)[] settings)
        : this(realNetwork: false, settings)
    {
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    public FakeProvider Provider { get; } = new();

    public CibaClient Client => _services.GetRequiredService<CibaClient>();

    public EIdCatalogue EIds => _services.GetRequiredService<EIdCatalogue>();

    public EId Norwegian => EIds.Get("no-bankid");

    public EId Swedish => EIds.Get("se-bankid");

    public IEnumerable<string> Logs => _services.GetRequiredService<FakeLogCollector>().GetSnapshot().Select(record => $"{record.Message} {record.Exception}");

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task<StartResult> StartNorwegianAsync() =>
        Client.StartAsync(Norwegian, The.Norwegian(), CallInitiator.User, null, TestContext.Current.CancellationToken);

    public Task<StartResult> StartSwedishAsync(CallInitiator initiator = CallInitiator.User) =>
        Client.StartAsync(Swedish, The.Swedish(), initiator, BindingMessage, TestContext.Current.CancellationToken);

    public Task<PollResult> PollAsync(EId eid, NationalId asked, CancellationToken? cancellationToken = null) =>
        Client.PollAsync(
            eid,
            AuthReqId.Parse(AuthReqIdText),
            () => new Claimant(eid.Name, The.Hasher.Hash(asked), The.Hasher.HashBirthDate(asked)),
            cancellationToken ?? TestContext.Current.CancellationToken);

    public Task<PollResult> PollNorwegianAsync() => PollAsync(Norwegian, The.Norwegian());

    public Task<PollResult> PollSwedishAsync() => PollAsync(Swedish, The.Swedish());

    /// <summary>One poll that is answered with this token.</summary>
    public Task<PollResult> RedeemNorwegianAsync(Action<TestToken> change) => RedeemNorwegianAsync(TestToken.Norwegian(Clock.GetUtcNow()).With(change).Sign());

    public Task<PollResult> RedeemNorwegianAsync(string idToken)
    {
        Provider.OnPoll.Add(FakeProvider.Token(idToken));
        return PollNorwegianAsync();
    }

    public Task<PollResult> RedeemSwedishAsync(Action<TestToken> change)
    {
        Provider.OnPoll.Add(FakeProvider.Token(TestToken.Swedish(Clock.GetUtcNow()).With(change).Sign()));
        return PollSwedishAsync();
    }

    public void Dispose() => _services.Dispose();
}
