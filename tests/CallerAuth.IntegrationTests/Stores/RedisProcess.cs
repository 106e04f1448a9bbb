using System.Diagnostics;
using System.Globalization;

namespace CallerAuth.IntegrationTests.Stores;

/// <summary>One process of redis-server, as a store, a node of a cluster or a sentinel.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private readonly Process _process;

    private RedisProcess(Process process) => _process = process;

    public static string? Executable { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(directory => Path.Combine(directory, "redis-server"))
        .FirstOrDefault(File.Exists);

    /// <param name="arguments">Of the command line.</param>
    /// <param name="ready">What it says when it is.</param>
    /// <param name="cancellationToken">Ends the wait for it.</param>
    public static async Task<RedisProcess> LaunchAsync(IEnumerable<string> arguments, string ready, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Executable!, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
                said.TrySetException(new InvalidOperationException($"redis-server did not start: {string.Join(' ', start.ArgumentList)}"));
            else if (line.Data.Contains(ready, StringComparison.Ordinal))
                said.TrySetResult();
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await said.Task.WaitAsync(cancellationToken);
        return new RedisProcess(process);
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

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Signal(string signal)
    {
        if (_process.HasExited)
            return;
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
