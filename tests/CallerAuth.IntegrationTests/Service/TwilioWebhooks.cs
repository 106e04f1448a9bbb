using System.Net.Http.Headers;
using CallerAuth.Simulator.Telephony;

namespace CallerAuth.IntegrationTests.Service;

/// <summary>Posts voice webhooks as Twilio does, or as somebody does who is not Twilio.</summary>
internal sealed class TwilioWebhooks(Uri service, string authToken) : IDisposable
{
    /// <summary>The requirement's own bound: a caller takes longer silence for a dead line.</summary>
    public static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(3);

    public const string SignatureHeader = TwilioSignature.Header;

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { Timeout = AnswersWithin };

    public void Dispose() => _http.Dispose();

    public Uri UrlOf(string step) => new(service.ToString().TrimEnd('/') + step);

    /// <summary>A request with a valid signature.</summary>
    public Task<Answer> PostAsync(Uri url, IReadOnlyList<KeyValuePair<string, string>> form, string? idempotencyToken, CancellationToken cancellationToken) =>
        PostAsync(url, form, Sign(url, form), idempotencyToken, cancellationToken);

    /// <param name="signature">The header as given; null leaves it out.</param>
    public Task<Answer> PostAsync(Uri url, IReadOnlyList<KeyValuePair<string, string>> form, string? signature, string? idempotencyToken, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(form) };
        if (signature is not null)
            request.Headers.TryAddWithoutValidation(SignatureHeader, signature);
        if (idempotencyToken is not null)
            request.Headers.Add("I-Twilio-Idempotency-Token", idempotencyToken);
        return SendAsync(request, cancellationToken);
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
            using var response = await _http.SendAsync(request, cancellationToken);
            return new Answer(response.StatusCode, response.Content.Headers.ContentType?.MediaType ?? "", await response.Content.ReadAsStringAsync(cancellationToken));
        }
    }

    public string Sign(Uri url, IEnumerable<KeyValuePair<string, string>> form, string? token = null) =>
        TwilioSignature.Compute(token ?? authToken, TwilioSignature.SignedUrl(url), form);
}
