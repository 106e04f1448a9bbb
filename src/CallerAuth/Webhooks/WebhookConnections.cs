using System.Net;
using System.Net.Sockets;

namespace CallerAuth.Webhooks;

/// <summary>Connections to targets: to where they are allowed to lead, without redirects, cookies or a proxy, and with little patience for long answers.</summary>
internal sealed class WebhookConnections(IHostEnvironment environment)
{
    /// <summary>Of an answer only the status counts. So much of the rest is read to use the connection again; a longer one is cut.</summary>
    private const int MostDrained = 64 * 1024;

    private static readonly TimeSpan ConnectAtMost = TimeSpan.FromSeconds(5);

    public SocketsHttpHandler For(WebhookTarget target, int atOnce) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = ConnectAtMost,
        MaxConnectionsPerServer = atOnce,
        MaxResponseHeadersLength = 32,
        MaxResponseDrainSize = MostDrained,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        // A name may come to mean another machine.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectCallback = (context, cancellationToken) => ConnectAsync(target, context.DnsEndPoint, cancellationToken),
    };

    // Resolved and judged here, and connected to what was judged: a name that is looked up twice may mean two machines.
    private async ValueTask<Stream> ConnectAsync(WebhookTarget target, DnsEndPoint to, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(to.Host, cancellationToken);
        IPAddress[] allowed = [.. addresses.Where(address => MayLeadTo(target, address))];
        if (allowed.Length == 0)
            throw new PrivateNetworkException($"{to.Host} leads into a private network, and AllowPrivateNetwork is not set");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, to.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool MayLeadTo(WebhookTarget target, IPAddress address) =>
        PublicAddress.Is(address)
        || target.Options.AllowPrivateNetwork
        || (IPAddress.IsLoopback(address) && target.Url.IsLoopback && environment.IsDevelopment());
}

/// <summary>The target's name leads to where it may not. The message holds the host alone.</summary>
internal sealed class PrivateNetworkException(string message) : IOException(message);
