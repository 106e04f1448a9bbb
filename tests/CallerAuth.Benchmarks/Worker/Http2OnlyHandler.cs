using System.Net;

namespace CallerAuth.Benchmarks.Worker;

/// <summary>HTTP/2 with prior knowledge (RFC 9113 3.3): tells what the protocol is worth without what TLS costs.</summary>
internal sealed class Http2OnlyHandler : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        return base.SendAsync(request, cancellationToken);
    }
}
