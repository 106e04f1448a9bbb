using System.Net.Sockets;
using System.Text;

namespace CallerAuth.IntegrationTests.Hostile;

/// <summary>A connection that sends what no HTTP client would.</summary>
public sealed class RawConnection(Socket socket) : IDisposable
{
    private const int AnswerBytesMax = 64 * 1024;

    public void Dispose() => socket.Dispose();

    /// <returns>False when the other end has hung up.</returns>
    public async Task<bool> TrySendAsync(string text, CancellationToken cancellationToken)
    {
        try
        {
            var rest = Encoding.Latin1.GetBytes(text).AsMemory();
            while (rest.Length > 0)
                rest = rest[await socket.SendAsync(rest, cancellationToken)..];
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>All that comes until the other end hangs up.</summary>
    public async Task<string> ReadToEndAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[AnswerBytesMax];
        var length = 0;
        try
        {
            while (length < buffer.Length && await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var count)
                length += count;
        }
        catch (SocketException)
        {
            // Hung up without a goodbye.
        }

        return Encoding.Latin1.GetString(buffer, 0, length);
    }
}
