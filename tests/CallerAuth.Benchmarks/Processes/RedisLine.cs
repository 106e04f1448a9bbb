using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace CallerAuth.Benchmarks.Processes;

/// <summary>A bare connection to a redis-server (inline commands of the Redis protocol), so that looking adds one command and nothing else.</summary>
internal sealed class RedisLine : IAsyncDisposable
{
    private readonly TcpClient _client;
    private readonly StreamReader _reader;

    private RedisLine(TcpClient client)
    {
        _client = client;
        _reader = new StreamReader(client.GetStream(), Encoding.Latin1, detectEncodingFromByteOrderMarks: false, bufferSize: 1 << 16);
    }

    /// <exception cref="IOException">Nobody listens there.</exception>
    public static async Task<RedisLine> OpenAsync(int port, CancellationToken cancellationToken)
    {
        var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port, cancellationToken);
            return new RedisLine(client);
        }
        catch (SocketException e)
        {
            client.Dispose();
            throw new IOException("No redis-server there.", e);
        }
    }

    public async Task<string> AskAsync(string command, CancellationToken cancellationToken)
    {
        await _client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), cancellationToken);
        var first = await ReadAsync(cancellationToken) ?? throw new IOException("The redis-server hung up.");
        if (first is not ['$', .. var length])
            return first;
        var text = new char[int.Parse(length, CultureInfo.InvariantCulture) + 2];
        await _reader.ReadBlockAsync(text.AsMemory(), cancellationToken);
        return new string(text, 0, text.Length - 2);
    }

    public Task<string?> ReadAsync(CancellationToken cancellationToken) => _reader.ReadLineAsync(cancellationToken).AsTask();

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
