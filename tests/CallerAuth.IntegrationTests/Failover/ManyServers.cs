using CallerAuth.IntegrationTests.Stores;
using StackExchange.Redis;

namespace CallerAuth.IntegrationTests.Failover;

/// <summary>The two ways to have more than one Redis.</summary>
public enum StoreTopology
{
    Cluster,
    Sentinel,
}

/// <summary>A store of several servers, of which the one that owns a key can be lost.</summary>
internal abstract class ManyServers : IAsyncDisposable
{
    public abstract string ConnectionString { get; }

    public static async Task<ManyServers> StartAsync(StoreTopology topology, CancellationToken cancellationToken) =>
        topology == StoreTopology.Cluster ? new OfCluster(await RedisCluster.StartAsync(cancellationToken)) : new OfSentinel(await RedisSentinel.StartAsync(cancellationToken));

    /// <summary>The primary that holds a key, and those that would take its place.</summary>
    public abstract Task<(RedisServer Primary, IReadOnlyList<RedisServer> Replicas)> OwnersOfAsync(RedisKey key);

    public abstract ValueTask DisposeAsync();

    private sealed class OfCluster(RedisCluster cluster) : ManyServers
    {
        public override string ConnectionString => cluster.ConnectionString;

        public override async Task<(RedisServer Primary, IReadOnlyList<RedisServer> Replicas)> OwnersOfAsync(RedisKey key)
        {
            var primary = await cluster.PrimaryOfAsync(key);
            return (primary, [cluster.ReplicaOf(primary)]);
        }

        public override ValueTask DisposeAsync() => cluster.DisposeAsync();
    }

    private sealed class OfSentinel(RedisSentinel sentinel) : ManyServers
    {
        public override string ConnectionString => sentinel.ConnectionString;

        public override Task<(RedisServer Primary, IReadOnlyList<RedisServer> Replicas)> OwnersOfAsync(RedisKey key) =>
            Task.FromResult<(RedisServer, IReadOnlyList<RedisServer>)>((sentinel.Primary, [.. sentinel.Replicated]));

        public override ValueTask DisposeAsync() => sentinel.DisposeAsync();
    }
}
