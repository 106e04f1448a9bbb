using CallerAuth.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CallerAuth.IntegrationTests.Stores;

/// <summary>The connection's own life.</summary>
public class StoreConnectionTests
{
    [Fact]
    public async Task The_embedded_store_closes_without_complaint_though_the_host_knows_it_under_two_names()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Services.AddStore();
        builder.Services.AddLogging();
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);

        await host.StopAsync(TestContext.Current.CancellationToken);

        Assert.Null(await Record.ExceptionAsync(async () => await ((IAsyncDisposable)host).DisposeAsync()));
    }
}
