using CallerAuth.Store;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;

namespace CallerAuth.Tests.Store;

public class StoreConnectionTests
{
    private const int Unencrypted = 1003;

    /// <summary>0.0.0.0 is this machine too, but no loopback address: nothing leaves it.</summary>
    [Theory]
    [InlineData("0.0.0.0:9", true)]
    [InlineData("127.0.0.1:9,0.0.0.0:9", true)]
    [InlineData("0.0.0.0:9,ssl=true", false)]
    [InlineData("127.0.0.1:9", false)]
    [InlineData("[::1]:9", false)]
    [InlineData("localhost:9", false)]
    public async Task An_open_way_to_another_machine_is_warned_of(string connectionString, bool warned)
    {
        var logger = new FakeLogger<StoreConnection>();
        var options = Options.Create(new StoreOptions { ConnectionString = connectionString, CommandTimeout = TimeSpan.FromMilliseconds(50) });
        await using var store = new StoreConnection(options, logger);

        await store.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(warned, logger.Collector.GetSnapshot().Any(line => line.Id.Id == Unencrypted));
    }
}
