using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace CallerAuth.Webhooks;

/// <summary>What came of one try.</summary>
internal abstract record Delivery
{
    private Delivery() { }

    /// <summary>2xx: the target has it.</summary>
    public sealed record Done : Delivery;

    /// <summary>No answer, or one that is no yes; a redirect is none.</summary>
    public sealed record Failed(string Why, TimeSpan? RetryAfter) : Delivery;

    /// <summary>410: the target wants no more of them.</summary>
    public sealed record Gone : Delivery;
}

/// <summary>Posts one event to one target, signed as the Standard Webhooks say (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).</summary>
internal sealed class WebhookSender(WebhookTarget target, HttpMessageInvoker http, TimeProvider time)
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    public async Task<Delivery> SendAsync(string id, string body, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AnswerWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var request = Signed(id, body);
        try
        {
            // The invoker answers when the headers are there; whatever body follows is drained or cut by the connection.
            using var response = await http.SendAsync(request, either.Token);
            return response.StatusCode switch
            {
                HttpStatusCode.Gone => new Delivery.Gone(),
                _ when response.IsSuccessStatusCode => new Delivery.Done(),
                var status => new Delivery.Failed(((int)status).ToString(CultureInfo.InvariantCulture), RetryAfter(response.Headers.RetryAfter)),
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Delivery.Failed("no answer in time", null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new Delivery.Failed(WhyOf(e), null);
        }
    }

    private static string WhyOf(Exception e) => e switch
    {
        { InnerException: PrivateNetworkException refused } => refused.Message,
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var error } => error.ToString(),
        _ => e.GetType().Name,
    };

    private HttpRequestMessage Signed(string id, string body)
    {
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, target.Url) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("CallerAuth", "1"));
        request.Headers.TryAddWithoutValidation("webhook-id", id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp);
        request.Headers.TryAddWithoutValidation("webhook-signature", target.Sign(id, timestamp, body));
        return request;
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) => header switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };
}
