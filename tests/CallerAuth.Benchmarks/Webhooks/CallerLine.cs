using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CallerAuth.Benchmarks.Webhooks;

/// <summary>One kept-alive connection on which calls are played step by step, with no more HTTP than it takes to know where an answer ends.</summary>
internal sealed class CallerLine : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _answer = new byte[16 * 1024];
    private readonly SignedRequest[] _requests;
    private readonly Random _random;
    private string _callSid = "";
    private int _step;

    private CallerLine(int port, int seed)
    {
        var host = $"127.0.0.1:{port}";
        _requests = [.. Enumerable.Range(0, CallSteps.Count).Select(step => CallSteps.Request(step, host))];
        _random = new Random(seed);
        // The lines are not in step with each other.
        _step = seed % CallSteps.Count;
        _callSid = CallSteps.NewCallSid(_random);
    }

    public static async Task<CallerLine> OpenAsync(int port, int seed, CancellationToken cancellationToken)
    {
        var line = new CallerLine(port, seed);
        await line._socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        return line;
    }

    /// <summary>Plays the next step; after the last one another call rings.</summary>
    /// <returns>Whether it was answered as a step must be.</returns>
    public async ValueTask<bool> StepAsync(CancellationToken cancellationToken)
    {
        await _socket.SendAsync(Next(), cancellationToken);
        for (var filled = 0; !IsHeard(filled, await _socket.ReceiveAsync(_answer.AsMemory(filled), cancellationToken), out filled);)
        {
        }

        return IsGood;
    }

    /// <summary>The same on a thread that waits.</summary>
    public bool Step()
    {
        _socket.Send(Next().Span);
        for (var filled = 0; !IsHeard(filled, _socket.Receive(_answer.AsSpan(filled)), out filled);)
        {
        }

        return IsGood;
    }

    /// <summary>Nothing comes on a line between two steps.</summary>
    public void WaitQuietly(TimeSpan time) => _socket.Poll(time, SelectMode.SelectRead);

    private bool IsGood => _answer.AsSpan().StartsWith("HTTP/1.1 20"u8);

    private ReadOnlyMemory<byte> Next()
    {
        if (_step == 0)
            _callSid = CallSteps.NewCallSid(_random);
        var request = _requests[_step].For(_callSid);
        _step = (_step + 1) % CallSteps.Count;
        return request;
    }

    private bool IsHeard(int before, int read, out int filled)
    {
        if (read == 0)
            throw new InvalidOperationException("The service closed a connection.");
        filled = before + read;
        return IsWhole(_answer.AsSpan(0, filled));
    }

    public string Answer => Encoding.UTF8.GetString(_answer).TrimEnd('\0');

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return false;
        var length = answer[..head].IndexOf("Content-Length: "u8);
        if (length < 0)
            return answer.StartsWith("HTTP/1.1 204"u8) || answer.EndsWith("0\r\n\r\n"u8);
        return Utf8Parser.TryParse(answer[(length + "Content-Length: ".Length)..], out int body, out _) && answer.Length >= head + 4 + body;
    }
}
