using System.Net;
using System.Net.Sockets;

namespace CallerAuth.Benchmarks.Processes;

/// <summary>A port on loopback that was free a moment ago.</summary>
internal static class LoopbackPort
{
    public static int Take()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
