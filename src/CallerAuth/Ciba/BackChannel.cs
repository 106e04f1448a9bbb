using System.Net.Http.Headers;

namespace CallerAuth.Ciba;

/// <summary>
/// The way to the provider. It never retries, follows no redirect, keeps no cookie and reads no more than it must: what lies at the other end may be a proxy's error page.
/// </summary>
internal sealed class BackChannel(IHttpClientFactory httpClientFactory, ClientAuthentication clientAuthentication, TimeProvider timeProvider)
{
    public const string HttpClientName = "ciba";

    private const int MaxAnswerLength = 64 * 1024;
    private const int MaxDocumentLength = 256 * 1024;
    private const int MaxTraceIdLength = 128;
    private static readonly TimeSpan RetryAfterMax = TimeSpan.FromHours(1);

    /// <summary>Posts a form as our client. The form may hold a national ID: it goes into the body and nowhere else.</summary>
    public async Task<ProviderAnswer> PostAsync(Uri endpoint, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        var form = new Dictionary<string, string>(parameters, StringComparer.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
        clientAuthentication.AddTo(request, form);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Add("Prefer", "return-trace-id");
        request.Content = new FormUrlEncodedContent(form);

        using var response = await SendAsync(request, cancellationToken);
        var body = await ReadAsync(response.Content, MaxAnswerLength, cancellationToken);
        return new ProviderAnswer((int)response.StatusCode, StrictJson.Object(body), RetryAfterOf(response), TraceIdOf(response));
    }

    /// <summary>Gets a public document: the discovery document or the provider's keys.</summary>
    public async Task<ReadOnlyMemory<byte>> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        using var response = await SendAsync(request, cancellationToken);
        if ((int)response.StatusCode != 200)
            throw new ProviderUnavailableException($"HTTP {(int)response.StatusCode} from {address.AbsolutePath}");

        return await ReadAsync(response.Content, MaxDocumentLength, cancellationToken);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        httpClientFactory.CreateClient(HttpClientName).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, int maxLength, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[4096];
        var length = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0)
                return buffer.AsMemory(0, length);

            length += read;
            if (length > maxLength)
                throw new ProviderUnavailableException($"an answer of more than {maxLength} bytes");
            if (length == buffer.Length)
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, maxLength + 1));
        }
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response)
    {
        var retryAfter = response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - timeProvider.GetUtcNow();
        return retryAfter > RetryAfterMax ? RetryAfterMax : retryAfter > TimeSpan.Zero ? retryAfter : null;
    }

    // Idura's support asks for it; it goes to the log, so only what looks like an id is taken.
    private static string? TraceIdOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Trace-Id", out var values)
        && values.FirstOrDefault() is { Length: > 0 and <= MaxTraceIdLength } traceId
        && traceId.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '|')
            ? traceId
            : null;
}
