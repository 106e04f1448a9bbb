using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace CallerAuth.Benchmarks.Webhooks;

/// <summary>What a process with the <see cref="StartupHook"/> in it tells of its managed heap.</summary>
internal sealed record HeapShot(long Allocated, long InUse)
{
    public static async Task<HeapShot> TakeAsync(string probe, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(probe), cancellationToken);
        var answer = new byte[64];
        var filled = 0;
        while (await socket.ReceiveAsync(answer.AsMemory(filled), cancellationToken) is > 0 and var read)
            filled += read;
        var words = Encoding.ASCII.GetString(answer, 0, filled).Split(' ');
        return new HeapShot(long.Parse(words[0], CultureInfo.InvariantCulture), long.Parse(words[1], CultureInfo.InvariantCulture));
    }
}
