using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CallerAuth.Simulator;

namespace CallerAuth.IntegrationTests.Agents;

/// <summary>One of the company's systems, or an agent's, at the API.</summary>
internal sealed class ApiClient : IDisposable
{
    public const string Verifications = "/api/verifications";

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);
    private const int LooksMax = 400;

    private readonly HttpClient _http;

    /// <param name="url">The instance.</param>
    /// <param name="bearer">A token or key; null for none.</param>
    public ApiClient(Uri url, string? bearer = ServiceSettings.ApiKey)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = url, Timeout = TimeSpan.FromSeconds(60) };
        if (bearer is not null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
    }

    public static JsonObject Norwegian(string nationalId, Line line) => new()
    {
        ["line"] = line.Number,
        ["eid"] = "no-bankid",
        ["nationalId"] = nationalId,
        ["callInitiator"] = "user",
    };

    public Task<ApiAnswerRead> StartAsync(JsonNode body, CancellationToken cancellationToken, string? idempotencyKey = null) =>
        PostAsync(body.ToJsonString(), "application/json", cancellationToken, idempotencyKey);

    public async Task<ApiAnswerRead> PostAsync(string body, string contentType, CancellationToken cancellationToken, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Verifications) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (idempotencyKey is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        return await SendAsync(request, cancellationToken);
    }

    public Task<ApiAnswerRead> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellationToken);

    public Task<ApiAnswerRead> ReadAsync(string id, CancellationToken cancellationToken) => GetAsync($"{Verifications}/{id}", cancellationToken);

    public Task<ApiAnswerRead> CancelAsync(string id, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"{Verifications}/{id}"), cancellationToken);

    public async Task<ApiAnswerRead> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        using (var response = await _http.SendAsync(request, cancellationToken))
            return await ApiAnswerRead.ReadAsync(response, cancellationToken);
    }

    /// <summary>Asks again and again until it stands as wished.</summary>
    public async Task<ApiAnswerRead> UntilAsync(string id, Func<ApiAnswerRead, bool> wished, CancellationToken cancellationToken)
    {
        for (var looks = 0; ; looks++)
        {
            var answer = await ReadAsync(id, cancellationToken);
            if (wished(answer))
                return answer;
            Assert.True(looks < LooksMax, $"It did not come: {answer.Text}");
            await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
        }
    }

    public Task<ApiAnswerRead> UntilPendingAsync(string id, CancellationToken cancellationToken) => UntilAsync(id, answer => answer["status"] != "starting", cancellationToken);

    public Task<ApiAnswerRead> UntilEndedAsync(string id, CancellationToken cancellationToken) => UntilAsync(id, answer => answer["status"] is "verified" or "unverified", cancellationToken);

    /// <summary>Opens the stream and reads its events as they come.</summary>
    public async Task<EventsRead> FollowAsync(string id, CancellationToken cancellationToken, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Verifications}/{id}/events");
        if (lastEventId is not null)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        return new EventsRead(await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken), cancellationToken);
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>One event of a stream.</summary>
internal sealed record EventRead(string Type, string? Id, JsonObject Data)
{
    public string? this[string member] => (string?)Data[member];
}

/// <summary>A stream of events, read one by one by the framework's own parser.</summary>
internal sealed class EventsRead : IAsyncDisposable
{
    private readonly IAsyncEnumerator<SseItem<string>> _items;

    public EventsRead(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        Response = response;
        _items = ItemsAsync(response, cancellationToken).GetAsyncEnumerator(cancellationToken);
    }

    public HttpResponseMessage Response { get; }

    /// <returns>Null at the end of the stream.</returns>
    public async Task<EventRead?> NextAsync() => await _items.MoveNextAsync()
        ? new EventRead(_items.Current.EventType, _items.Current.EventId, JsonSerializer.Deserialize<JsonObject>(_items.Current.Data)!)
        : null;

    public async Task<IReadOnlyList<EventRead>> ToEndAsync()
    {
        List<EventRead> events = [];
        while (await NextAsync() is { } next)
            events.Add(next);
        return events;
    }

    public async ValueTask DisposeAsync()
    {
        Response.Dispose();
        await _items.DisposeAsync();
    }

    private static async IAsyncEnumerable<SseItem<string>> ItemsAsync(HttpResponseMessage response, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync(cancellationToken)).EnumerateAsync(cancellationToken))
            yield return item;
    }
}
