using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using CallerAuth.Simulator.Wire;

namespace CallerAuth.Simulator.Telephony;

/// <summary>An answer to a request of Twilio's, read within its limits.</summary>
internal sealed record WebhookAnswer(Uri Url, HttpStatusCode Status, string ContentType, byte[] Body, TimeSpan Took)
{
    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>
/// Sends Twilio's signed requests: 15 seconds in all, 64 kB at most, ten HTTP redirects at most
/// (twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
/// </summary>
internal sealed class Webhooks(CarrierOptions options, CarrierFaults faults, TimeProvider time) : IDisposable
{
    public const int BodyBytesMax = 64 * 1024;
    private const int HttpRedirectsMax = 10;

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        MaxConnectionsPerServer = options.ConnectionsMax,
        ConnectTimeout = TimeSpan.FromSeconds(5),
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Told of each request that was answered, or was not: then there is no status.</summary>
    public Action<Uri, HttpStatusCode?, TimeSpan>? Answered { get; set; }

    /// <summary>Where the requests are shown, if anywhere.</summary>
    public WebhookTap? Tap { get; set; }

    public async Task<WebhookAnswer> SendAsync(HttpMethod method, Uri url, IReadOnlyList<KeyValuePair<string, string>> parameters, CancellationToken cancellationToken)
    {
        var token = Guid.NewGuid().ToString();
        var first = SendOnceAsync(method, url, parameters, token, cancellationToken);
        if (faults.DoublesNext())
        {
            try
            {
                await SendOnceAsync(method, url, parameters, token, cancellationToken);
            }
            catch (CallFault)
            {
                // Only the first answer counts, also when the copy failed.
            }
        }

        return await first;
    }

    /// <summary>A POST under a given token: the same one is a request that is sent again.</summary>
    public Task<WebhookAnswer> SendAsync(Uri url, IReadOnlyList<KeyValuePair<string, string>> parameters, string idempotencyToken, CancellationToken cancellationToken) =>
        SendOnceAsync(HttpMethod.Post, url, parameters, idempotencyToken, cancellationToken);

    /// <summary>A GET without parameters or signature, as for audio; the caller reads the status.</summary>
    public async Task<HttpResponseMessage> FetchAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.RequestTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await _http.SendAsync(request, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CallFault(11200, request.RequestUri, "no answer in time");
        }
        catch (HttpRequestException refused)
        {
            throw new CallFault(11205, request.RequestUri, refused.Message);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<WebhookAnswer> SendOnceAsync(HttpMethod method, Uri url, IReadOnlyList<KeyValuePair<string, string>> parameters, string idempotencyToken, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        WireEntry? entry = null;
        using var limit = new CancellationTokenSource(options.RequestTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            for (var redirects = 0; redirects <= HttpRedirectsMax; redirects++)
            {
                using var request = Signed(method, url, parameters, idempotencyToken);
                entry = Tap?.Begin(request, url, parameters);
                using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
                if ((int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is { } location)
                {
                    url = new Uri(url, location);
                    method = (int)response.StatusCode is 307 or 308 ? method : HttpMethod.Get;
                    continue;
                }

                var body = await ReadAsync(response, url, both.Token);
                var answer = new WebhookAnswer(url, response.StatusCode, response.Content.Headers.ContentType?.MediaType ?? "", body, time.GetElapsedTime(started));
                Answered?.Invoke(url, answer.Status, answer.Took);
                Tap?.End(entry, (int)answer.Status, answer.ContentType, answer.Text, answer.Took);
                return answer;
            }

            throw Unanswered(11215, "too many HTTP redirects");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unanswered(11200, string.Create(CultureInfo.InvariantCulture, $"no answer within {options.RequestTimeout.TotalSeconds:0.#} s"));
        }
        catch (HttpRequestException refused)
        {
            throw Unanswered(refused.HttpRequestError == HttpRequestError.ConnectionError ? 11205 : 11200, refused.Message);
        }
        catch (HttpIOException broken)
        {
            throw Unanswered(11200, broken.Message);
        }

        CallFault Unanswered(int code, string why)
        {
            Answered?.Invoke(url, null, time.GetElapsedTime(started));
            Tap?.Fail(entry, why, time.GetElapsedTime(started));
            return new CallFault(code, url, why);
        }
    }

    private HttpRequestMessage Signed(HttpMethod method, Uri url, IReadOnlyList<KeyValuePair<string, string>> parameters, string idempotencyToken)
    {
        var isGet = method == HttpMethod.Get;
        var target = isGet ? WithQuery(url, parameters) : url;
        var request = new HttpRequestMessage(method, target) { Content = isGet ? null : new FormUrlEncodedContent(parameters) };
        request.Headers.UserAgent.ParseAdd("TwilioProxy/1.1");
        request.Headers.Accept.ParseAdd("*/*");
        request.Headers.Add("I-Twilio-Idempotency-Token", idempotencyToken);
        request.Headers.Add(TwilioSignature.Header, TwilioSignature.Compute(options.AuthToken, TwilioSignature.SignedUrl(target), isGet ? [] : parameters));
        return request;
    }

    private static Uri WithQuery(Uri url, IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        var added = string.Join('&', parameters.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
        return new UriBuilder(url) { Query = url.Query.Length > 1 ? $"{url.Query[1..]}&{added}" : added }.Uri;
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, Uri url, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(BodyBytesMax + 1);
        try
        {
            var length = await stream.ReadAtLeastAsync(buffer.AsMemory(0, BodyBytesMax + 1), BodyBytesMax + 1, throwOnEndOfStream: false, cancellationToken);
            return length > BodyBytesMax ? throw new CallFault(11750, url, "the answer is larger than 64 kB") : buffer[..length];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
