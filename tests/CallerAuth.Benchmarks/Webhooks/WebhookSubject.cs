using System.Globalization;
using CallerAuth.Benchmarks.Peers;
using CallerAuth.Benchmarks.Processes;

namespace CallerAuth.Benchmarks.Webhooks;

/// <summary>Something that answers webhooks, as a process of its own.</summary>
/// <param name="Name">As it stands in tables.</param>
/// <param name="StartAsync">Starts it on a port beside a store; a probe may be put into it.</param>
internal sealed record WebhookSubject(string Name, Func<WebhookWorld, CancellationToken, Task<Child>> StartAsync)
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AskedEvery = TimeSpan.FromMilliseconds(20);

    private static readonly NodePackages TwilioPackages = new("bench-twilio", "twilio@6.2.0 express@5.3.0 ioredis@5");

    private static readonly string Server = Path.Combine(AppContext.BaseDirectory, "Webhooks", "Node", "server.mjs");

    /// <summary>Whether its allocations can be read.</summary>
    public bool HasProbe { get; private init; } = true;

    public Func<CancellationToken, Task<string?>> WhyNotAsync { get; private init; } = _ => Task.FromResult<string?>(null);

    public static WebhookSubject Yardstick(string name, string kind) => new(name, async (world, cancellationToken) =>
    {
        var child = Child.StartSelf("service", ["yardstick", "--kind", kind, "--port", $"{world.Port}", "--store", world.Store.ConnectionString], world.Probing);
        await child.ReadAsync(cancellationToken);
        return child;
    });

    /// <param name="name">As it stands in tables.</param>
    /// <param name="folder">Where the service was built.</param>
    /// <param name="more">Settings beside those that it needs.</param>
    public static WebhookSubject Service(string name, string folder, params (string Key, string Value)[] more) => new(name, async (world, cancellationToken) =>
    {
        var child = Child.Start("service", "dotnet", [Path.Combine(folder, "CallerAuth.dll")], [.. ServiceSettings.For(world.Port, world.Store.ConnectionString), .. world.Probing, .. more]);
        child.Ignore();
        await ReadyAsync(world.Port, child, cancellationToken);
        return child;
    });

    public static WebhookSubject Node { get; } = new("Twilio's Node library, Express", async (world, cancellationToken) =>
    {
        var child = Child.Start(
            "service",
            NodePackages.Node!,
            [TwilioPackages.Place(Server)],
            ("BENCH_PORT", $"{world.Port}"),
            ("BENCH_REDIS_PORT", $"{world.Store.Port}"),
            ("BENCH_TOKEN", CallSteps.AuthToken),
            ("BENCH_BASE", CallSteps.PublicBaseUrl),
            ("NODE_ENV", "production"));
        await child.ReadAsync(cancellationToken);
        return child;
    })
    {
        HasProbe = false,
        WhyNotAsync = TwilioPackages.WhyNotAsync,
    };

    private static async Task ReadyAsync(int port, Child child, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")) };
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(ReadyWithin);
        while (true)
        {
            if (child.HasExited)
                throw new InvalidOperationException("The service ended at its start.");
            try
            {
                using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), deadline.Token);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(AskedEvery, TimeProvider.System, deadline.Token);
        }
    }
}
