using System.Net;
using System.Net.Sockets;

namespace CallerAuth.IntegrationTests.Stores;

/// <summary>
/// Hands out loopback ports that must be known before somebody listens on them. They lie below the range from which the system
/// takes ports by itself (32768 and up on Linux), so no connection of a neighbouring test can take one in between.
/// </summary>
internal static class LoopbackPort
{
    private const int First = 20000;
    private const int Count = 12000;

    private static int _next = Environment.ProcessId * 97;

    public static int Take()
    {
        for (var attempt = 0; attempt < Count; attempt++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            if (IsFree(port))
                return port;
        }

        throw new InvalidOperationException("No free loopback port.");
    }

    private static bool IsFree(int port)
    {
        using var probe = new TcpListener(IPAddress.Loopback, port);
        try
        {
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
