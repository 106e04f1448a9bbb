using System.Buffers;
using Microsoft.Extensions.Options;

namespace CallerAuth.Ciba;

/// <summary>
/// The way to the provider. It never retries, follows no redirect, keeps no cookie and reads no more than it must: what lies at the other end may be a proxy's error page.
/// </summary>
internal sealed class BackChannel(
    IHttpMessageHandlerFactory handlers, ClientAuthentication clientAuthentication, IOptions<CibaOptions> options, TimeProvider timeProvider) : IDisposable
{
    public const string HttpClientName = "ciba";

    private const int MaxAnswerLength = 64 * 1024;
    private const int MaxDocumentLength = 256 * 1024;
    private const int UsualLength = 4096;
    private const int MaxTraceIdLength = 128;
    private static readonly TimeSpan RetryAfterMax = TimeSpan.FromHours(1);

    // Not an HttpClient: its time-out, its buffering and its defaults would all be switched off, and paid for with every poll.
    private readonly HttpMessageInvoker _http = new(handlers.CreateHandler(HttpClientName), disposeHandler: false);

    private readonly (Version Version, HttpVersionPolicy Policy) _versions = options.Value.Protocol.Versions();

    /// <summary>Posts a form as our client. The form may hold a national ID: it goes into the body and nowhere else.</summary>
    public async Task<ProviderAnswer> PostAsync(Uri endpoint, Form form, CancellationToken cancellationToken)
    {
        using var request = NewRequest(HttpMethod.Post, endpoint);
        clientAuthentication.AddTo(request, form);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("Prefer", "return-trace-id");
        request.Content = form.ToContent();

        using var response = await _http.SendAsync(request, cancellationToken);
        var body = await ReadAsync(response.Content, MaxAnswerLength, cancellationToken);
        try
        {
            return Answer(response, body);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body.Array!, clearArray: true);
        }
    }

    /// <summary>Gets a public document: the discovery document or the provider's keys.</summary>
    public async Task<ReadOnlyMemory<byte>> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        using var request = NewRequest(HttpMethod.Get, address);
        using var response = await _http.SendAsync(request, cancellationToken);
        if ((int)response.StatusCode != 200)
            throw new ProviderUnavailableException($"HTTP {(int)response.StatusCode} from {address.AbsolutePath}");

        var document = await ReadAsync(response.Content, MaxDocumentLength, cancellationToken);
        var copy = document.ToArray();
        ArrayPool<byte>.Shared.Return(document.Array!);
        return copy;
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage NewRequest(HttpMethod method, Uri address) => new(method, address) { Version = _versions.Version, VersionPolicy = _versions.Policy };

    private ProviderAnswer Answer(HttpResponseMessage response, ArraySegment<byte> body)
    {
        var status = (int)response.StatusCode;
        var notYet = status is 400 or 429 ? NotYet.Read(body) : null;
        return new ProviderAnswer(status, notYet is null ? StrictJson.Object(body) : null, RetryAfterOf(response), TraceIdOf(response)) { NotYet = notYet };
    }

    /// <returns>A segment of a rented buffer, to be returned by whoever asked.</returns>
    private static async ValueTask<ArraySegment<byte>> ReadAsync(HttpContent content, int maxLength, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(UsualLength);
        var length = 0;
        try
        {
            while (await stream.ReadAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var read)
            {
                length += read;
                if (length > maxLength)
                    throw new ProviderUnavailableException($"an answer of more than {maxLength} bytes");
                if (length == buffer.Length)
                    Grow(ref buffer);
            }

            return new ArraySegment<byte>(buffer, 0, length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
            throw;
        }
    }

    private static void Grow(ref byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * buffer.Length);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        buffer = larger;
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response)
    {
        if (response.Headers.RetryAfter is not { } header)
            return null;

        var retryAfter = header.Delta ?? header.Date - timeProvider.GetUtcNow();
        return retryAfter > RetryAfterMax ? RetryAfterMax : retryAfter > TimeSpan.Zero ? retryAfter : null;
    }

    // Idura's support asks for it; it goes to the log, so only what looks like an id is taken.
    private static string? TraceIdOf(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Trace-Id", out var values)
        && values.FirstOrDefault() is { Length: > 0 and <= MaxTraceIdLength } traceId
        && traceId.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '|')
            ? traceId
            : null;
}
