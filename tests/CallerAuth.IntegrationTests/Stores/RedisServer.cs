namespace CallerAuth.IntegrationTests.Stores;

/// <summary>A real redis-server on a free loopback port, stopped by its own process when the test is over.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly string _directory;
    private readonly string[] _more;
    private RedisProcess _process;

    private RedisServer(RedisProcess process, int port, string directory, string[] more)
    {
        _more = more;
        _process = process;
        Port = port;
        _directory = directory;
    }

    public int Port { get; }

    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <summary>Why there is none on this machine; null when there is. In CI it is required.</summary>
    public static string? MissingBecause =>
        RedisProcess.Executable is null ? "redis-server is not installed (apt-get install redis-server); the same test ran on the embedded store" : null;

    /// <summary>A machine without one skips the test and says why; CI must have one.</summary>
    public static void SkipIfMissing()
    {
        if (MissingBecause is not { } missing)
            return;
        Assert.False(string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase), missing);
        Assert.Skip(missing);
    }

    public static Task<RedisServer> StartAsync(CancellationToken cancellationToken) => StartAsync([], cancellationToken);

    /// <param name="more">Further arguments, in which {port} is the port that the server gets.</param>
    /// <param name="cancellationToken">Ends the wait for the server.</param>
    public static async Task<RedisServer> StartAsync(string[] more, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("callerauth-redis-").FullName;
        var port = LoopbackPort.Take();
        return new RedisServer(await LaunchAsync(port, directory, more, cancellationToken), port, directory, more);
    }

    /// <summary>As a crash: no goodbye to clients, no save.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Stands still with its connections open, as a machine does that swaps or is cut off.</summary>
    public void Freeze() => _process.Freeze();

    public void Thaw() => _process.Thaw();

    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await _process.DisposeAsync();
        _process = await LaunchAsync(Port, _directory, _more, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private static Task<RedisProcess> LaunchAsync(int port, string directory, string[] more, CancellationToken cancellationToken) => RedisProcess.LaunchAsync(
        ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "yes", "--dir", directory, "--daemonize", "no", .. more.Select(argument => argument.Replace("{port}", $"{port}", StringComparison.Ordinal))],
        "Ready to accept connections",
        cancellationToken);
}
