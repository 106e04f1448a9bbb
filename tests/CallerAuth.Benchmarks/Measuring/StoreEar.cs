using System.Diagnostics;
using CallerAuth.Benchmarks.Processes;

namespace CallerAuth.Benchmarks.Measuring;

/// <summary>
/// Listens to every command of a redis-server (MONITOR), to tell what clients sent, each a round trip, from what scripts ran within.
/// It costs the server time, so nothing else is measured meanwhile.
/// </summary>
internal sealed class StoreEar : IAsyncDisposable
{
    private readonly RedisLine _line;
    private readonly CancellationTokenSource _enough = new();
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly List<string> _sent = [];
    private readonly Task _listening;

    private StoreEar(RedisLine line)
    {
        _line = line;
        _listening = ListenAsync();
    }

    public static async Task<StoreEar> ListenAsync(RedisServer server, CancellationToken cancellationToken)
    {
        var line = await RedisLine.OpenAsync(server.Port, cancellationToken);
        await line.AskAsync("MONITOR", cancellationToken);
        return new StoreEar(line);
    }

    /// <summary>Ends the listening; gives the commands that clients sent, and for how long was listened.</summary>
    public async Task<(IReadOnlyList<string> Sent, TimeSpan Listened)> EndAsync()
    {
        await _enough.CancelAsync();
        var listened = Stopwatch.GetElapsedTime(_began);
        await _listening;
        return (_sent, listened);
    }

    /// <summary>The name of a command as MONITOR writes it: 1700000000.1 [0 127.0.0.1:50000] "HGET" "key" …</summary>
    public static string NameOf(string line)
    {
        var start = line.IndexOf("] \"", StringComparison.Ordinal) + 3;
        var end = line.IndexOf('"', start);
        return line[start..end].ToUpperInvariant();
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await _listening;
        await _line.DisposeAsync();
        _enough.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            while (await _line.ReadAsync(_enough.Token) is { } line)
            {
                if (!line.Contains(" lua] ", StringComparison.Ordinal) && line.Contains("] \"", StringComparison.Ordinal))
                    _sent.Add(line);
            }
        }
        catch (OperationCanceledException)
        {
            // Enough was heard.
        }
    }
}
