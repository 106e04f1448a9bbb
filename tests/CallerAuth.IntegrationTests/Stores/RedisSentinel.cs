using StackExchange.Redis;

namespace CallerAuth.IntegrationTests.Stores;

/// <summary>A primary with two replicas and the three sentinels that watch over them.</summary>
internal sealed class RedisSentinel : IAsyncDisposable
{
    public const string ServiceName = "callerauth";

    private const int SentinelCount = 3;
    private const int Replicas = 2;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    private readonly List<RedisServer> _servers = [];
    private readonly List<(RedisProcess Process, int Port)> _sentinels = [];
    private readonly string _directory = Directory.CreateTempSubdirectory("callerauth-sentinel-").FullName;

    private readonly Rights? _rights;

    private RedisSentinel(Rights? rights) => _rights = rights;

    /// <summary>Who may do what.</summary>
    /// <param name="OfServers">A file with the users of the stores, among them the admin, as whom replicas and sentinels sign in.</param>
    /// <param name="OfSentinels">Lines with the users of the sentinels, the admin among them.</param>
    /// <param name="AdminPassword">The password of the user <c>admin</c>, everywhere.</param>
    public sealed record Rights(string OfServers, string OfSentinels, string AdminPassword);

    public string ConnectionString => $"{string.Join(',', Sentinels)},serviceName={ServiceName}";

    public IEnumerable<string> Sentinels => _sentinels.Select(sentinel => $"127.0.0.1:{sentinel.Port}");

    /// <summary>The primary of the beginning.</summary>
    public RedisServer Primary => _servers[0];

    public IEnumerable<RedisServer> Replicated => _servers.Skip(1);

    public static Task<RedisSentinel> StartAsync(CancellationToken cancellationToken) => StartAsync(rights: null, cancellationToken);

    /// <param name="rights">Where nobody gets in without a name.</param>
    /// <param name="cancellationToken">Ends the wait for them.</param>
    public static async Task<RedisSentinel> StartAsync(Rights? rights, CancellationToken cancellationToken)
    {
        RedisServer.SkipIfMissing();
        var sentinel = new RedisSentinel(rights);
        try
        {
            await sentinel.BeginAsync(cancellationToken);
            return sentinel;
        }
        catch
        {
            await sentinel.DisposeAsync();
            throw;
        }
    }

    public void KillSentinels() => _sentinels.ForEach(sentinel => sentinel.Process.Kill());

    public async Task StartSentinelsAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < _sentinels.Count; i++)
            _sentinels[i] = (await LaunchAsync(_sentinels[i].Port, cancellationToken), _sentinels[i].Port);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (process, _) in _sentinels)
            await process.DisposeAsync();
        foreach (var server in _servers)
        {
            server.Thaw();
            await server.DisposeAsync();
        }

        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>What is added to a connection string to be let in as the admin.</summary>
    public string AsAdmin => _rights is null ? ",allowAdmin=true" : $",allowAdmin=true,user=admin,password={_rights.AdminPassword}";

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        string[] rights = _rights is null ? [] : ["--include", _rights.OfServers, "--masteruser", "admin", "--masterauth", _rights.AdminPassword];
        _servers.Add(await RedisServer.StartAsync(rights, cancellationToken));
        for (var i = 0; i < Replicas; i++)
            _servers.Add(await RedisServer.StartAsync(["--replicaof", "127.0.0.1", $"{Primary.Port}", "--repl-diskless-sync-delay", "0", .. rights], cancellationToken));
        await using (var primary = await ConnectionMultiplexer.ConnectAsync(Primary.ConnectionString + AsAdmin))
            await UntilAsync(primary.GetServers()[0], "INFO", ["replication"], info => info.Split("state=online").Length - 1 == Replicas, cancellationToken);

        for (var i = 0; i < SentinelCount; i++)
        {
            var port = LoopbackPort.Take();
            await File.WriteAllTextAsync(
                ConfigurationOf(port),
                $"""
                port {port}
                bind 127.0.0.1
                dir {_directory}
                sentinel monitor {ServiceName} 127.0.0.1 {Primary.Port} 2
                sentinel down-after-milliseconds {ServiceName} 1500
                sentinel failover-timeout {ServiceName} 6000
                {(_rights is null ? "" : $"sentinel auth-user {ServiceName} admin\nsentinel auth-pass {ServiceName} {_rights.AdminPassword}\nsentinel sentinel-user admin\nsentinel sentinel-pass {_rights.AdminPassword}\n{_rights.OfSentinels}")}

                """,
                cancellationToken);
            _sentinels.Add((await LaunchAsync(port, cancellationToken), port));
        }

        foreach (var (_, port) in _sentinels)
        {
            await using var connection = await ConnectionMultiplexer.SentinelConnectAsync($"127.0.0.1:{port}{AsAdmin}");
            await UntilAsync(connection.GetServers()[0], "SENTINEL", ["CKQUORUM", ServiceName], answer => answer.StartsWith($"OK {SentinelCount} usable", StringComparison.Ordinal), cancellationToken);
        }
    }

    private string ConfigurationOf(int port) => Path.Combine(_directory, $"sentinel-{port}.conf");

    private Task<RedisProcess> LaunchAsync(int port, CancellationToken cancellationToken) =>
        RedisProcess.LaunchAsync([ConfigurationOf(port), "--sentinel"], "+monitor", cancellationToken);

    private static async Task UntilAsync(IServer server, string command, object[] arguments, Func<string, bool> wished, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if (wished((string)(await server.ExecuteAsync(command, arguments))!))
                    return;
            }
            catch (RedisServerException)
            {
                // Not enough of them know each other yet.
            }

            await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
        }
    }
}
