using System.Net;

namespace CallerAuth.Ciba;

/// <summary>What is spoken with the provider, named as Kestrel names it. One connection of HTTP/2 carries a hundred polls at once.</summary>
internal enum ProviderProtocol
{
    /// <summary>HTTP/2 where the provider offers it in the TLS handshake, else HTTP/1.1.</summary>
    Http1AndHttp2,
    Http1,

    /// <summary>HTTP/2 and nothing else, also where there is no TLS to offer it (RFC 9113 §3.3).</summary>
    Http2,
}

internal static class ProviderProtocolVersions
{
    public static (Version Version, HttpVersionPolicy Policy) Versions(this ProviderProtocol protocol) => protocol switch
    {
        ProviderProtocol.Http1 => (HttpVersion.Version11, HttpVersionPolicy.RequestVersionExact),
        ProviderProtocol.Http2 => (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact),
        _ => (HttpVersion.Version20, HttpVersionPolicy.RequestVersionOrLower),
    };
}
