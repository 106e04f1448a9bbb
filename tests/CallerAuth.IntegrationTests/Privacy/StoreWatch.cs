using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using CallerAuth.IntegrationTests.Service;
using StackExchange.Redis;

namespace CallerAuth.IntegrationTests.Privacy;

/// <summary>
/// Sees what the store is given: on a redis-server every command as it comes (MONITOR, on a connection of its own), on the embedded
/// server all keys and values again and again.
/// </summary>
internal sealed partial class StoreWatch : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, byte> _seen = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _closing = new();
    private Task _watching = Task.CompletedTask;

    private StoreWatch()
    {
    }

    /// <summary>Keys, values and commands; each byte is one character.</summary>
    public IReadOnlyCollection<string> Seen => [.. _seen.Keys];

    public static async Task<StoreWatch> MonitorAsync(int port, CancellationToken cancellationToken)
    {
        var watch = new StoreWatch();
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, cancellationToken);
        await client.GetStream().WriteAsync("MONITOR\r\n"u8.ToArray(), cancellationToken);
        var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        Assert.Equal("+OK", await reader.ReadLineAsync(cancellationToken));
        watch._watching = watch.ListenAsync(client, reader);
        return watch;
    }

    public static StoreWatch Look(ServiceUnderTest service)
    {
        var watch = new StoreWatch();
        watch._watching = Task.Run(() => watch.LookAgainAndAgainAsync(service));
        return watch;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _watching;
        _closing.Dispose();
    }

    /// <summary>A command as MONITOR prints it, with its bytes as they were.</summary>
    internal static string Unescaped(string command) => Escape().Replace(command, escape => escape.Value[1] switch
    {
        'x' => ((char)byte.Parse(escape.Groups["byte"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString(),
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        'a' => "\a",
        'b' => "\b",
        var itself => itself.ToString(),
    });

    [GeneratedRegex(@"\\(x(?<byte>[0-9a-f]{2})|.)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Escape();

    private async Task ListenAsync(TcpClient client, StreamReader reader)
    {
        try
        {
            while (await reader.ReadLineAsync(_closing.Token) is { } command)
                _seen.TryAdd(Unescaped(command), 0);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The test is over, or the server was killed for it.
        }
        finally
        {
            reader.Dispose();
            client.Dispose();
        }
    }

    private async Task LookAgainAndAgainAsync(ServiceUnderTest service)
    {
        try
        {
            while (true)
            {
                await LookPatientlyAsync(service.Store);
                await Task.Delay(BetweenLooks, TimeProvider.System, _closing.Token);
            }
        }
        catch (OperationCanceledException)
        {
            await LookPatientlyAsync(service.Store);
        }
    }

    private Task LookPatientlyAsync(IDatabase store) => Patience.LookAsync(() => LookOnceAsync(store));

    private async Task LookOnceAsync(IDatabase store)
    {
        // Not only ours: whatever the name, it would be in the store.
        await foreach (var key in store.Multiplexer.GetServers()[0].KeysAsync(pattern: "*"))
        {
            IEnumerable<RedisValue> values = await store.KeyTypeAsync(key) switch
            {
                RedisType.Hash => (await store.HashGetAllAsync(key)).SelectMany(field => new[] { field.Name, field.Value }),
                RedisType.List => await store.ListRangeAsync(key),
                RedisType.Set => await store.SetMembersAsync(key),
                RedisType.SortedSet => await store.SortedSetRangeByRankAsync(key),
                RedisType.String => [await store.StringGetAsync(key)],
                _ => [],
            };
            foreach (var value in values.Prepend((RedisValue)(string?)key))
                _seen.TryAdd(Encoding.Latin1.GetString((byte[]?)value ?? []), 0);
        }
    }
}
