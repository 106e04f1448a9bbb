using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;

namespace CallerAuth.IntegrationTests.Webhooks;

/// <summary>One instance's couriers on a store that others may share; tries follow each other quickly.</summary>
internal sealed class CourierRig : IAsyncDisposable
{
    public static readonly string[] BothEvents = ["verification.completed", "call.routed"];

    private readonly ServiceProvider _services;

    public CourierRig(StoreUnderTest store, WebhookPace pace, string environment, params WebhookOptions[] webhooks)
    {
        var options = new WebhooksOptions();
        options.Webhooks.AddRange(webhooks);
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddFakeLogging());
        services.AddMetrics();
        _services = services.BuildServiceProvider();
        var loggers = _services.GetRequiredService<ILoggerFactory>();
        Targets = new WebhookTargets(Options.Create(options));
        Outbox = new Outbox(store.Connection, store.Keys, store.Sealer, loggers.CreateLogger<Outbox>());
        Meter = new WebhookMeter(_services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
        Courier = new WebhookCourier(Targets, new WebhookConnections(new Host(environment)), Outbox, pace, Meter, () => 0, TimeProvider.System, loggers);
    }

    public WebhookTargets Targets { get; }

    public Outbox Outbox { get; }

    public WebhookMeter Meter { get; }

    public WebhookCourier Courier { get; }

    public FakeLogCollector Logs => _services.GetFakeLogCollector();

    public static WebhookPace Quick(int tries = 5) => new([.. Enumerable.Repeat(TimeSpan.FromMilliseconds(30), tries)]);

    public static WebhookOptions To(Uri url) => new() { Url = url.ToString(), Secret = TargetServer.Secret, Events = [.. BothEvents] };

    public static WebhookEvent Event(int number = 1) => new($"msg_{number:x32}", "call.routed", "+4721000000", $$"""{"type":"call.routed","number":{{number}}}""");

    /// <summary>Until it is so, which a test waits for at most some seconds.</summary>
    public static async Task UntilAsync(Func<bool> isSo, TimeSpan? within = null)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!isSo())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < (within ?? TimeSpan.FromSeconds(20)), "It did not come.");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public bool HasLogged(int id) => Logs.GetSnapshot().Any(line => line.Id.Id == id);

    public async ValueTask DisposeAsync()
    {
        await Courier.StopAsync(CancellationToken.None);
        Courier.Dispose();
        await _services.DisposeAsync();
    }

    private sealed class Host(string environment) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = environment;

        public string ApplicationName { get; set; } = "CallerAuth";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
