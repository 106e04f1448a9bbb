using System.Globalization;
using CallerAuth.Benchmarks.Measuring;
using CallerAuth.Benchmarks.Processes;
using CallerAuth.Benchmarks.Runs;

namespace CallerAuth.Benchmarks.Peers;

/// <summary>
/// BullMQ, the job queue on Redis that most would reach for: each call a job that delays itself anew after each answer. It needs Node
/// and its package from npm, which is fetched into artifacts/ when it is first asked for.
/// </summary>
/// <param name="name">As it stands in tables.</param>
/// <param name="lockMs">How long a job is locked by its worker.</param>
/// <param name="stalledMs">How often it is checked for jobs whose worker has died.</param>
internal sealed class BullMqPeer(string name = "BullMQ", int lockMs = 30_000, int stalledMs = 30_000) : ISubject
{
    private static readonly string Source = Path.Combine(AppContext.BaseDirectory, "Peers", "BullMq", "poll.mjs");
    private static readonly NodePackages Packages = new("bench-node", "bullmq@6.7.0 ioredis@5 undici@7");

    public string Name => name;

    public bool IsDurable => true;

    public bool KeepsPace => true;

    public Task<string?> WhyNotAsync(CancellationToken cancellationToken) => Packages.WhyNotAsync(cancellationToken);

    public async Task<Polling> StartAsync(World world, CancellationToken cancellationToken)
    {
        var program = Packages.Place(Source);
        var before = await StoreShot.TakeAsync(world.Store, cancellationToken);
        var nodes = new List<Child>();
        for (var instance = 0; instance < world.Settings.Instances; instance++)
        {
            var node = Child.Start("worker", NodePackages.Node!, [program], EnvironmentOf(world, instance));
            await node.ReadAsync(cancellationToken);
            nodes.Add(node);
        }

        var after = await StoreShot.TakeAsync(world.Store, cancellationToken);
        return new Polling(nodes, (after.Memory - before.Memory) / (double)world.Settings.Pending);
    }

    private (string, string)[] EnvironmentOf(World world, int instance)
    {
        var settings = world.Settings;
        string Whole(double number) => number.ToString("F0", CultureInfo.InvariantCulture);
        return
        [
            ("BENCH_REDIS_PORT", Whole(world.Store.Port)),
            ("BENCH_AUTHORITY", world.ProviderSettings.AuthorityOf(instance)),
            // The first one fills the queue for all.
            ("BENCH_ITEMS", Whole(instance == 0 ? settings.Pending : 0)),
            ("BENCH_INTERVAL_MS", Whole(settings.Interval.TotalMilliseconds)),
            ("BENCH_LOCK_MS", Whole(lockMs)),
            ("BENCH_STALLED_MS", Whole(stalledMs)),
            ("BENCH_AUTH", settings.Authentication),
            ("BENCH_KEY", world.Folder.ClientKey(settings.Authentication)),
            ("BENCH_HTTP2", settings.Protocol is "h2" or "h2c" ? "1" : ""),
            ("NODE_EXTRA_CA_CERTS", world.ProviderSettings.IsTls ? world.Folder.Certificate : ""),
        ];
    }
}
