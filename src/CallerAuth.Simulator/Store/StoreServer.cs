using System.Net;
using System.Net.Sockets;
using Garnet;
using Garnet.server;

namespace CallerAuth.Simulator.Store;

/// <summary>A Redis-protocol server (Garnet) in the simulator's process. The service reaches it by <see cref="StoreCable"/>, which can be pulled.</summary>
internal sealed class StoreServer : IDisposable
{
    private readonly Task<GarnetServer> _server;

    public StoreServer()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            EndPoint = (IPEndPoint)probe.LocalEndpoint;
        }

        // It starts while the service does.
        _server = Task.Run(Start);
    }

    public IPEndPoint EndPoint { get; }

    public Task Ready => _server;

    public void Dispose()
    {
        if (_server.IsCompletedSuccessfully)
            _server.Result.Dispose();
    }

    private GarnetServer Start()
    {
        var server = new GarnetServer(new GarnetServerOptions(logger: null)
        {
            EndPoints = [EndPoint],
            QuietMode = true,
            MaxDatabases = 1,
            EnableLua = true,
            LuaOptions = new LuaOptions(LuaMemoryManagementMode.Native, memoryLimit: "", Timeout.InfiniteTimeSpan, LuaLoggingMode.Silent, allowedFunctions: []),
            // Without it scripts run side by side, which no Redis does.
            LuaTransactionMode = true,
            DeviceType = Tsavorite.core.DeviceType.RandomAccess,
            LogMemorySize = "64m",
            IndexMemorySize = "16m",
            ExpiredKeyDeletionScanFrequencySecs = 10,
        });
        server.Start();
        return server;
    }
}
