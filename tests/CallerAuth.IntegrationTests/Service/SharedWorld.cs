using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;

namespace CallerAuth.IntegrationTests.Service;

/// <summary>
/// One world for the tests of a class, which run one after another: each has a call and a person of its own, so none sees another.
/// A simulator, a service and a store are started for every world, and that is most of what a short test costs.
/// </summary>
public sealed class SharedWorld : IAsyncLifetime
{
    /// <summary>A second token of the account, as while the first is being changed.</summary>
    public const string OtherToken = "another-auth-token-of-the-account";

    private int _people;

    internal World World { get; private set; } = null!;

    internal ServiceUnderTest Service { get; private set; } = null!;

    internal OpenIdProvider Provider => World.Simulator.Provider;

    /// <summary>The national ID of somebody whom no other test knows.</summary>
    public string NewNationalId() => People.Norwegian(300 + Interlocked.Increment(ref _people)).NationalId;

    internal IEnumerable<Order> OrdersOf(string nationalId) => Provider.Orders.Where(order => order.Person.NationalId == nationalId);

    public async ValueTask InitializeAsync()
    {
        World = await World.StartAsync(StoreKind.Embedded, TestContext.Current.CancellationToken);
        Service = World.StartService(settings: new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Twilio:RequestValidation:AdditionalAuthTokens:0"] = OtherToken,
            // The troubles that one test makes are not to be felt by the next.
            ["Ciba:CircuitBreaker:MinimumThroughput"] = "100000",
        });
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
