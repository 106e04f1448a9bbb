using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CallerAuth.Simulator.Load;

/// <summary>A bare connection to a store that speaks the Redis protocol (RESP2), for looking at it and nothing else.</summary>
internal sealed class RespLine : IAsyncDisposable
{
    private readonly TcpClient _client;
    private readonly BufferedStream _stream;

    private RespLine(TcpClient client)
    {
        _client = client;
        _stream = new BufferedStream(client.GetStream(), 1 << 16);
    }

    /// <exception cref="IOException">Nobody listens there.</exception>
    public static async Task<RespLine> OpenAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        var client = new TcpClient(endPoint.AddressFamily);
        try
        {
            await client.ConnectAsync(endPoint, cancellationToken);
            return new RespLine(client);
        }
        catch (SocketException e)
        {
            client.Dispose();
            throw new IOException($"No store answers at {endPoint}.", e);
        }
    }

    public async Task<object?> AskAsync(CancellationToken cancellationToken, params string[] command) =>
        (await AskAllAsync([command], cancellationToken))[0];

    /// <summary>Several commands in one go; the answers in their order: a text, a number, a list or nothing.</summary>
    public async Task<IReadOnlyList<object?>> AskAllAsync(IReadOnlyList<string[]> commands, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        foreach (var command in commands)
        {
            text.Append(CultureInfo.InvariantCulture, $"*{command.Length}\r\n");
            foreach (var word in command)
                text.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n");
        }

        await _stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken);
        await _stream.FlushAsync(cancellationToken);
        var answers = new List<object?>(commands.Count);
        for (var i = 0; i < commands.Count; i++)
            answers.Add(await ReadAsync(cancellationToken));
        return answers;
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _client.Dispose();
    }

    private async Task<object?> ReadAsync(CancellationToken cancellationToken)
    {
        var line = await ReadLineAsync(cancellationToken);
        var rest = line[1..];
        switch (line[0])
        {
            case '+':
                return rest;
            case ':':
                return Number(rest);
            case '-':
                throw new IOException($"The store refused: {rest}");
            case '$' when Number(rest) < 0:
            case '*' when Number(rest) < 0:
                return null;
            case '$':
                var bytes = new byte[Number(rest) + 2];
                await _stream.ReadExactlyAsync(bytes, cancellationToken);
                return Encoding.UTF8.GetString(bytes.AsSpan(0, bytes.Length - 2));
            case '*':
                var list = new List<object?>();
                for (var left = Number(rest); left > 0; left--)
                    list.Add(await ReadAsync(cancellationToken));
                return list;
            default:
                throw new IOException("The store does not speak RESP2.");
        }
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (true)
        {
            await _stream.ReadExactlyAsync(one, cancellationToken);
            if (one[0] == '\n')
                return line.ToString();
            if (one[0] != '\r')
                line.Append((char)one[0]);
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
