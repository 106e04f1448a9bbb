using System.Globalization;
using System.Net;

namespace CallerAuth.Simulator.Load;

/// <summary>
/// The only targets of a load run are on this machine. The simulator listens on loopback alone, so nobody else's service could
/// answer it; and nobody else's can be put under load by a slip of the hand.
/// </summary>
internal static class Loopback
{
    public static Uri? Url(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url!.IsLoopback && url.PathAndQuery == "/" ? url : null;

    /// <summary>host:port, the host being localhost or an address of loopback.</summary>
    public static bool IsEndPoint(string text) => EndPoint(text) is not null;

    public static IPEndPoint? EndPoint(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
            return null;
        var host = text[..colon].Trim('[', ']');
        if (host == "localhost")
            return new IPEndPoint(IPAddress.Loopback, port);
        return IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address) ? new IPEndPoint(address, port) : null;
    }
}
