using System.Diagnostics;

namespace CallerAuth.IntegrationTests.Stores;

/// <summary>A real redis-server on a free loopback port, stopped by its own process when the test is over.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly string _directory;
    private readonly string[] _more;
    private Process _process;

    private RedisServer(Process process, int port, string directory, string[] more)
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
        Executable is null ? "redis-server is not installed (apt-get install redis-server); the same test ran on the embedded store" : null;

    private static string? Executable { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(directory => Path.Combine(directory, "redis-server"))
        .FirstOrDefault(File.Exists);

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
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Stands still with its connections open, as a machine does that swaps or is cut off.</summary>
    public void Freeze() => Signal("STOP");

    public void Thaw() => Signal("CONT");

    public async Task RestartAsync(CancellationToken cancellationToken) =>
        _process = await LaunchAsync(Port, _directory, _more, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static async Task<Process> LaunchAsync(int port, string directory, string[] more, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Executable!, ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "yes", "--dir", directory, "--daemonize", "no", .. more.Select(argument => argument.Replace("{port}", $"{port}", StringComparison.Ordinal))])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, said) =>
        {
            if (said.Data is null)
                ready.TrySetException(new InvalidOperationException($"redis-server did not start on port {port}."));
            else if (said.Data.Contains("Ready to accept connections", StringComparison.Ordinal))
                ready.TrySetResult();
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await ready.Task.WaitAsync(cancellationToken);
        return process;
    }
}
