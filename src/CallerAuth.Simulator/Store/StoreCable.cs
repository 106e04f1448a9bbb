using System.Net;
using System.Net.Sockets;

namespace CallerAuth.Simulator.Store;

/// <summary>
/// The cable between the service and its store. Cut, every connection breaks and new ones are refused, as when the store or the network
/// is gone; mended, the store is there with all that it held.
/// </summary>
internal sealed class StoreCable : IAsyncDisposable
{
    private readonly StoreServer _store;
    private readonly Lock _gate = new();
    private readonly HashSet<Socket> _open = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly int _port;
    private TcpListener? _listener;

    public StoreCable(StoreServer store)
    {
        _store = store;
        _listener = Listen(0);
        _port = ((IPEndPoint)_listener.LocalEndpoint).Port;
    }

    public string ConnectionString => $"127.0.0.1:{_port}";

    public bool IsCut
    {
        get
        {
            lock (_gate)
                return _listener is null;
        }
    }

    public void Cut()
    {
        Socket[] open;
        lock (_gate)
        {
            _listener?.Dispose();
            _listener = null;
            open = [.. _open];
        }

        foreach (var socket in open)
            socket.Dispose();
    }

    public void Mend()
    {
        lock (_gate)
        {
            if (!_stopping.IsCancellationRequested)
                _listener ??= Listen(_port);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Cut();
        _stopping.Dispose();
    }

    private TcpListener Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        _ = AcceptAsync(listener);
        return listener;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
                _ = CarryAsync(await listener.AcceptSocketAsync(_stopping.Token));
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private async Task CarryAsync(Socket service)
    {
        using var store = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            lock (_gate)
            {
                if (_listener is null)
                    return;
                _open.Add(service);
                _open.Add(store);
            }

            await _store.Ready.WaitAsync(_stopping.Token);
            await store.ConnectAsync(_store.EndPoint, _stopping.Token);
            store.NoDelay = service.NoDelay = true;
            await using var near = new NetworkStream(service);
            await using var far = new NetworkStream(store);
            await Task.WhenAny(near.CopyToAsync(far, _stopping.Token), far.CopyToAsync(near, _stopping.Token));
        }
        catch (Exception over) when (over is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // Cut.
        }
        finally
        {
            lock (_gate)
            {
                _open.Remove(service);
                _open.Remove(store);
            }

            service.Dispose();
        }
    }
}
