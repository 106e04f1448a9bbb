using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CallerAuth.Benchmarks.Provider;

namespace CallerAuth.Benchmarks.Worker;

/// <summary>The provider without a network, to see what the engine costs by itself: answers within the call and keeps the same book of arrivals.</summary>
internal sealed class VirtualProvider(ArrivalBook book, string authority) : HttpMessageHandler
{
    private static readonly byte[] Pending = """{"error":"authorization_pending"}"""u8.ToArray();

    private readonly Lazy<byte[]> _keys = new(() => JsonSerializer.SerializeToUtf8Bytes(new TokenIssuer().KeySet));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is null)
            return Json(HttpStatusCode.OK, request.RequestUri!.AbsolutePath == "/jwks" ? _keys.Value : Metadata());

        var form = await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var item = AuthReqIds.ItemIn(new ReadOnlySequence<byte>(form), book.Items);
        book.Arrive(item, 0, isHttp2: false, TokenEndpoint.Now);
        book.Answer(item, TokenEndpoint.Now);
        return Json(HttpStatusCode.BadRequest, Pending);
    }

    private byte[] Metadata() => JsonSerializer.SerializeToUtf8Bytes(new
    {
        issuer = authority,
        token_endpoint = $"{authority}/token",
        backchannel_authentication_endpoint = $"{authority}/bc-authorize",
        jwks_uri = $"{authority}/jwks",
    });

    private static HttpResponseMessage Json(HttpStatusCode status, byte[] json)
    {
        var content = new ByteArrayContent(json);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return new HttpResponseMessage(status) { Content = content };
    }
}
