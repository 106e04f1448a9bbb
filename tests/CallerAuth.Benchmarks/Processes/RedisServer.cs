using System.Globalization;

namespace CallerAuth.Benchmarks.Processes;

/// <summary>A redis-server of its own on a free port: empty, durable as in production (append-only file, fsync every second), never sharing a run with another.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan MayTake = TimeSpan.FromSeconds(20);

    private readonly string _folder;
    private Leash? _leash;

    private RedisServer(string folder, int port)
    {
        _folder = folder;
        Port = port;
    }

    public static string? Executable { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(directory => Path.Combine(directory, "redis-server"))
        .FirstOrDefault(File.Exists);

    public int Port { get; }

    public int ProcessId { get; private set; }

    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <exception cref="InvalidOperationException">The server held something already: figures of an earlier run would mix with this one's.</exception>
    public static async Task<RedisServer> StartAsync(string folder, CancellationToken cancellationToken)
    {
        if (Executable is null)
            throw new InvalidOperationException("redis-server is not installed (apt-get install redis-server).");
        var port = LoopbackPort.Take();
        var server = new RedisServer(folder, port);
        try
        {
            await server.LaunchAsync(cancellationToken);
            return await server.AskAsync("DBSIZE", cancellationToken) == ":0" ? server : throw new InvalidOperationException("The store of this run was not empty.");
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>One command without arguments that hold spaces, on a connection of its own.</summary>
    public async Task<string> AskAsync(string command, CancellationToken cancellationToken)
    {
        await using var connection = await RedisLine.OpenAsync(Port, cancellationToken);
        return await connection.AskAsync(command, cancellationToken);
    }

    /// <summary>Comes back on the same port with what its append-only file holds.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        if (_leash is not null)
            await _leash.DisposeAsync();
        await LaunchAsync(cancellationToken);
    }

    /// <summary>As a crash: no goodbye to clients, nothing written that was not.</summary>
    public void Kill() => Signal.Kill.SendTo(ProcessId);

    public async ValueTask DisposeAsync()
    {
        if (_leash is not null)
            await _leash.DisposeAsync();
    }

    private async Task LaunchAsync(CancellationToken cancellationToken)
    {
        string[] server =
        [
            "--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "yes", "--appendfsync", "everysec",
            "--auto-aof-rewrite-percentage", "0", "--maxmemory-policy", "noeviction", "--dir", _folder, "--logfile", Path.Combine(_folder, "redis.log"),
        ];
        _leash = await Leash.StartAsync("store", Executable!, server, cancellationToken);
        ProcessId = _leash.ProcessId;
        await AnswersAsync(cancellationToken);
    }

    private async Task AnswersAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(MayTake);
        while (true)
        {
            try
            {
                if (await AskAsync("PING", deadline.Token) == "+PONG")
                    return;
            }
            catch (IOException)
            {
                // Not listening yet.
            }

            await Task.Delay(BetweenTries, TimeProvider.System, deadline.Token);
        }
    }
}
