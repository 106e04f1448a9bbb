using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CallerAuth.Simulator.Store;

namespace CallerAuth.Simulator.Load;

/// <summary>The store beside the service: one that runs already, a redis-server of the run's own, or where there is none the simulator's Garnet.</summary>
internal sealed class LoadStore : IAsyncDisposable
{
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AskedEvery = TimeSpan.FromMilliseconds(50);

    private Process? _process;
    private StoreServer? _garnet;

    private LoadStore(string what, IPEndPoint endPoint)
    {
        What = what;
        EndPoint = endPoint;
    }

    public string What { get; }

    public IPEndPoint EndPoint { get; }

    public string ConnectionString => EndPoint.ToString();

    public static async Task<LoadStore> StartAsync(string given, TimeProvider wall, CancellationToken cancellationToken)
    {
        if (Loopback.EndPoint(given) is { } endPoint)
            return await AnswersAsync(new LoadStore($"the store at {endPoint}", endPoint), wall, cancellationToken);
        if (Launch() is not { } redis)
        {
            var garnet = new StoreServer();
            await garnet.Ready.WaitAsync(cancellationToken);
            return new LoadStore("Garnet inside the simulator (there is no redis-server)", garnet.EndPoint) { _garnet = garnet };
        }

        return await AnswersAsync(redis, wall, cancellationToken);
    }

    /// <summary>Bytes that it uses and keys that it has; zeros where it does not tell.</summary>
    public async Task<(long Bytes, long Keys)> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var line = await RespLine.OpenAsync(EndPoint, cancellationToken);
            var keys = await line.AskAsync(cancellationToken, "DBSIZE") as long? ?? 0;
            var info = await line.AskAsync(cancellationToken, "INFO", "memory") as string ?? "";
            var used = info.Split('\n').FirstOrDefault(fact => fact.StartsWith("used_memory:", StringComparison.Ordinal))?.Trim()["used_memory:".Length..];
            return (long.TryParse(used, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : 0, keys);
        }
        catch (IOException)
        {
            return (0, 0);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _garnet?.Dispose();
        if (_process is null)
            return;
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static LoadStore? Launch()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var endPoint = (IPEndPoint)probe.LocalEndpoint;
        probe.Stop();
        // Nothing on disk: the run is about the service, and leaves nothing behind.
        var start = new ProcessStartInfo("redis-server", ["--port", endPoint.Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--logfile", "/dev/null"])
        {
            UseShellExecute = false,
            WorkingDirectory = Path.GetTempPath(),
        };
        try
        {
            return new LoadStore("a redis-server of its own", endPoint) { _process = Process.Start(start) };
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static async Task<LoadStore> AnswersAsync(LoadStore store, TimeProvider wall, CancellationToken cancellationToken)
    {
        var started = wall.GetTimestamp();
        try
        {
            while (true)
            {
                try
                {
                    await using var line = await RespLine.OpenAsync(store.EndPoint, cancellationToken);
                    await line.AskAsync(cancellationToken, "PING");
                    return store;
                }
                catch (IOException e) when (wall.GetElapsedTime(started) > AnswersWithin)
                {
                    throw new InvalidOperationException(e.Message, e);
                }
                catch (IOException)
                {
                    await Task.Delay(AskedEvery, wall, cancellationToken);
                }
            }
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }
}
