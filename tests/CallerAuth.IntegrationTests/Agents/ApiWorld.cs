using CallerAuth.Agents.Access;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Agents;

/// <summary>One service with keys and an identity provider, for the tests of a class: each has a person of its own.</summary>
public sealed class ApiWorld : IAsyncLifetime
{
    public static readonly string NorrskenKey = ApiKey.New();
    public static readonly string ReaderKey = ApiKey.New();

    private readonly List<IDisposable> _clients = [];
    private int _people = 500;

    internal World World { get; private set; } = null!;

    internal ServiceUnderTest Service { get; private set; } = null!;

    internal CompanyIdentityProvider Company { get; private set; } = null!;

    internal OpenIdProvider Provider => World.Simulator.Provider;

    /// <summary>With the simulator's key, which may do everything on all lines.</summary>
    internal ApiClient Api { get; private set; } = null!;

    public string NewNationalId() => People.Norwegian(Interlocked.Increment(ref _people)).NationalId;

    internal ApiClient ClientWith(string? bearer)
    {
        var client = new ApiClient(Service.Url, bearer);
        lock (_clients)
            _clients.Add(client);
        return client;
    }

    internal async Task<string> PendingAsync(string nationalId, CancellationToken cancellationToken)
    {
        var id = (await Api.StartAsync(ApiClient.Norwegian(nationalId, Line.Nordlys), cancellationToken))["id"]!;
        await Api.UntilPendingAsync(id, cancellationToken);
        return id;
    }

    internal IEnumerable<Order> OrdersOf(string nationalId) => Provider.Orders.Where(order => order.Person.NationalId == nationalId);

    public async ValueTask InitializeAsync()
    {
        World = await World.StartAsync(StoreKind.Embedded, TestContext.Current.CancellationToken);
        Company = await CompanyIdentityProvider.StartAsync(TestContext.Current.CancellationToken);
        Service = World.StartService(settings: new Dictionary<string, string>(Company.Settings, StringComparer.Ordinal)
        {
            ["Api:LinesClaim"] = "lines",
            ["Api:Keys:1:Name"] = "norrsken",
            ["Api:Keys:1:Sha256"] = ApiKey.HashOf(NorrskenKey),
            ["Api:Keys:1:Scopes:0"] = Scope.Read,
            ["Api:Keys:1:Scopes:1"] = Scope.Write,
            ["Api:Keys:1:Lines:0"] = Line.Norrsken.Number,
            ["Api:Keys:2:Name"] = "reader",
            ["Api:Keys:2:Sha256"] = ApiKey.HashOf(ReaderKey),
            ["Api:Keys:2:Scopes:0"] = Scope.Read,
            ["Ciba:CircuitBreaker:MinimumThroughput"] = "100000",
        });
        Api = ClientWith(Simulator.ServiceSettings.ApiKey);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            client.Dispose();
        await World.DisposeAsync();
        await Company.DisposeAsync();
    }
}
