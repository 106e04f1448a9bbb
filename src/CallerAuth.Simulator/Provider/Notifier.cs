using System.Collections.Concurrent;
using System.Net.Http.Headers;

namespace CallerAuth.Simulator.Provider;

/// <summary>A notification that was sent, and what the client answered; no status where it did not answer.</summary>
internal sealed record Notification(string AuthReqId, string Token, int? Status);

/// <summary>Tells clients in ping mode that there is an answer for them (CIBA Core 10.2). Once: a client that was not reached goes on polling.</summary>
internal sealed class Notifier : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
    private readonly ConcurrentQueue<Notification> _sent = new();

    public IReadOnlyCollection<Notification> Sent => [.. _sent];

    /// <summary>Tells the client when the order has ended.</summary>
    public async Task NotifyAsync(Order order, Uri endpoint, string token)
    {
        await order.Ended;
        order.Polls.WasNotified = true;
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = JsonContent.Create(new { auth_req_id = order.AuthReqId }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var response = await _http.SendAsync(request);
            _sent.Enqueue(new Notification(order.AuthReqId, token, (int)response.StatusCode));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            _sent.Enqueue(new Notification(order.AuthReqId, token, Status: null));
        }
    }

    public void Dispose() => _http.Dispose();
}
