using System.Text.Json;

namespace CallerAuth.Voice;

/// <summary>The public address that a running ngrok agent has given us, by its local API (https://ngrok.com/docs/agent/api).</summary>
internal sealed class NgrokTunnel(IHttpClientFactory clients)
{
    public const string HttpClientName = "Ngrok";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <returns>Null when no agent runs here, or it has no https tunnel.</returns>
    public async Task<string?> FindAsync(Uri agent, CancellationToken cancellationToken)
    {
        try
        {
            using var http = clients.CreateClient(HttpClientName);
            http.Timeout = Patience;
            var tunnels = await http.GetFromJsonAsync<JsonElement>(new Uri(agent, "/api/tunnels"), cancellationToken);
            return tunnels.GetProperty("tunnels").EnumerateArray()
                .Select(tunnel => tunnel.GetProperty("public_url").GetString())
                .FirstOrDefault(url => url?.StartsWith("https://", StringComparison.Ordinal) == true);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException or TaskCanceledException)
        {
            return null;
        }
    }
}
