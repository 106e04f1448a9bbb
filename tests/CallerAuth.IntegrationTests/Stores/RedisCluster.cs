using StackExchange.Redis;

namespace CallerAuth.IntegrationTests.Stores;

/// <summary>A Redis Cluster on loopback ports: three primaries, each with a replica.</summary>
internal sealed class RedisCluster : IAsyncDisposable
{
    private const int Slots = 16384;
    private const int Primaries = 3;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    private readonly RedisServer[] _nodes;

    private RedisCluster(RedisServer[] nodes) => _nodes = nodes;

    /// <summary>Some of the nodes, as an operator would write them; the client finds the others.</summary>
    public string ConnectionString => string.Join(',', _nodes.Take(Primaries).Select(node => node.ConnectionString));

    public IReadOnlyList<RedisServer> Nodes => _nodes;

    /// <summary>How a node is started; docs/deploy/store.md recommends the same.</summary>
    public static string[] NodeArguments() =>
    [
        "--cluster-enabled", "yes", "--cluster-port", $"{LoopbackPort.Take()}", "--cluster-node-timeout", "2000",
        // The slots of a primary that is down shall not stop the others.
        "--cluster-require-full-coverage", "no",
        "--repl-diskless-sync-delay", "0",
    ];

    /// <summary>Makes a cluster of one node.</summary>
    public static async Task OwnAllSlotsAsync(IServer node, CancellationToken cancellationToken)
    {
        await node.ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", 0, Slots - 1);
        await UntilAsync([node], info => info.Contains("cluster_state:ok", StringComparison.Ordinal), cancellationToken);
    }

    public static async Task<RedisCluster> StartAsync(CancellationToken cancellationToken)
    {
        RedisServer.SkipIfMissing();
        var nodes = await Task.WhenAll(Enumerable.Range(0, 2 * Primaries).Select(_ => RedisServer.StartAsync(NodeArguments(), cancellationToken)));
        var cluster = new RedisCluster(nodes);
        try
        {
            await cluster.FormAsync(cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The node that owns the slot of a key now.</summary>
    public async Task<RedisServer> PrimaryOfAsync(RedisKey key)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{ConnectionString},allowAdmin=true,abortConnect=false");
        var port = ((System.Net.IPEndPoint)(await connection.GetDatabase().IdentifyEndpointAsync(key))!).Port;
        return _nodes.Single(node => node.Port == port);
    }

    /// <summary>The replica of a primary.</summary>
    public RedisServer ReplicaOf(RedisServer primary) => _nodes[(Array.IndexOf(_nodes, primary) + Primaries) % (2 * Primaries)];

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            node.Thaw();
            await node.DisposeAsync();
        }
    }

    private async Task FormAsync(CancellationToken cancellationToken)
    {
        var nodes = await Task.WhenAll(_nodes.Select(node => ConnectionMultiplexer.ConnectAsync($"{node.ConnectionString},allowAdmin=true")));
        try
        {
            var servers = nodes.Select((node, i) => node.GetServer("127.0.0.1", _nodes[i].Port)).ToArray();
            for (var i = 0; i < Primaries; i++)
                await servers[i].ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", Slots * i / Primaries, (Slots * (i + 1) / Primaries) - 1);
            for (var i = 0; i < servers.Length; i++)
            {
                await servers[i].ExecuteAsync("CLUSTER", "SET-CONFIG-EPOCH", i + 1);
                if (i > 0)
                    await servers[0].ExecuteAsync("CLUSTER", "MEET", "127.0.0.1", _nodes[i].Port, await BusPortAsync(servers[i]));
            }

            await UntilAsync(servers, info => info.Contains($"cluster_known_nodes:{servers.Length}", StringComparison.Ordinal), cancellationToken);
            for (var i = Primaries; i < servers.Length; i++)
                await servers[i].ExecuteAsync("CLUSTER", "REPLICATE", (string)(await servers[i - Primaries].ExecuteAsync("CLUSTER", "MYID"))!);
            await UntilAsync(servers, info => info.Contains("cluster_state:ok", StringComparison.Ordinal) && info.Contains($"cluster_size:{Primaries}", StringComparison.Ordinal), cancellationToken);
            await Task.WhenAll(servers.Skip(Primaries).Select(replica => UntilSyncedAsync(replica, cancellationToken)));
        }
        finally
        {
            foreach (var node in nodes)
                await node.DisposeAsync();
        }
    }

    private static async Task<string> BusPortAsync(IServer server) => (string)((RedisResult[])(await server.ExecuteAsync("CONFIG", "GET", "cluster-port"))!)[1]!;

    private static async Task UntilAsync(IServer[] servers, Func<string, bool> wished, CancellationToken cancellationToken)
    {
        foreach (var server in servers)
        {
            while (!wished((string)(await server.ExecuteAsync("CLUSTER", "INFO"))!))
                await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
        }
    }

    private static async Task UntilSyncedAsync(IServer replica, CancellationToken cancellationToken)
    {
        while (!((string)(await replica.ExecuteAsync("INFO", "replication"))!).Contains("master_link_status:up", StringComparison.Ordinal))
            await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
    }
}
