using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CallerAuth.Hardening;

/// <summary>How much, how long and how slowly anybody may send. A webhook of Twilio's is one form of a few kilobytes, sent at once.</summary>
internal static class RequestLimits
{
    public const int BodyBytes = 64 * 1024;
    public const int FormParameters = 200;

    public static readonly TimeSpan HeadersWithin = TimeSpan.FromSeconds(10);

    public static void Set(KestrelServerOptions kestrel, int maxConnections)
    {
        kestrel.AddServerHeader = false;
        // TLS and HTTP/2 end at the proxy in front, and Twilio speaks HTTP/1.1: what is not spoken cannot be abused (rapid reset, CVE-2023-44487).
        // Kestrel:EndpointDefaults:Protocols turns HTTP/2 on for an endpoint that wants it.
        kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1);

        var limits = kestrel.Limits;
        limits.MaxConcurrentConnections = maxConnections;
        limits.MaxRequestBodySize = BodyBytes;
        // Room for a dozen headers of Twilio's, those of two proxies, and the cookies of a signed-in agent.
        limits.MaxRequestHeaderCount = 64;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.MaxRequestLineSize = 4 * 1024;
        // What one connection may have us hold before anybody reads it.
        limits.MaxRequestBufferSize = 2 * BodyBytes;
        limits.RequestHeadersTimeout = HeadersWithin;
        // The largest body is in after 32 seconds, or cut off.
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 2048, gracePeriod: TimeSpan.FromSeconds(5));
        // Longer than a proxy keeps its end open (60 s is usual), or it would send a webhook into a connection that we just closed.
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);

        // For whoever turns HTTP/2 on. Kestrel itself ends a connection that resets more streams than it uses.
        limits.Http2.MaxStreamsPerConnection = 32;
        limits.Http2.MaxRequestHeaderFieldSize = 8 * 1024;
    }

    public static void Set(FormOptions form)
    {
        // Twilio sends thirty to sixty parameters, and as many more as a SIP call has headers; the longest value is a STIR passport.
        form.ValueCountLimit = FormParameters;
        form.KeyLengthLimit = 256;
        form.ValueLengthLimit = 16 * 1024;
        form.MultipartBodyLengthLimit = 0;
    }
}
