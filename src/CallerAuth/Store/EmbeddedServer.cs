using System.Net;
using System.Net.Sockets;
using Garnet;
using Garnet.server;

namespace CallerAuth.Store;

/// <summary>
/// A Redis-protocol server (Garnet) inside this process, on a loopback port, for development and tests:
/// the service talks to it as to any other, so there is one code path. What it holds is gone when the process ends.
/// </summary>
internal sealed class EmbeddedServer : IDisposable
{
    private const int PortAttempts = 20;

    private readonly GarnetServer _server;

    private EmbeddedServer(GarnetServer server, IPEndPoint endPoint)
    {
        _server = server;
        EndPoint = endPoint;
    }

    public IPEndPoint EndPoint { get; }

    public static EmbeddedServer Start()
    {
        for (var attempt = 1; ; attempt++)
        {
            // Garnet binds port 0 but cannot say which port it got, so a free one is looked up first and may be lost to somebody else.
            var endPoint = FreeLoopbackPort();
            GarnetServer? server = null;
            try
            {
                server = new GarnetServer(Options(endPoint));
                server.Start();
                return new EmbeddedServer(server, endPoint);
            }
            catch (Exception e) when (attempt < PortAttempts && e is SocketException or { InnerException: SocketException })
            {
                server?.Dispose();
            }
        }
    }

    public void Dispose() => _server.Dispose();

    private static GarnetServerOptions Options(IPEndPoint endPoint) => new(logger: null)
    {
        EndPoints = [endPoint],
        QuietMode = true,
        MaxDatabases = 1,
        EnableLua = true,
        LuaOptions = new LuaOptions(LuaMemoryManagementMode.Native, memoryLimit: "", Timeout.InfiniteTimeSpan, LuaLoggingMode.Silent, allowedFunctions: []),
        // Without it scripts run side by side and a claim can be given out twice.
        LuaTransactionMode = true,
        // The default asks for libaio on the machine.
        DeviceType = Tsavorite.core.DeviceType.RandomAccess,
        // An eviction limit, silently applied: generous, as memory that is not used is not touched.
        LogMemorySize = "512m",
        IndexMemorySize = "16m",
        ExpiredKeyDeletionScanFrequencySecs = 10,
    };

    private static IPEndPoint FreeLoopbackPort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return (IPEndPoint)probe.LocalEndpoint;
    }
}
