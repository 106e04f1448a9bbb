using System.Net;
using System.Net.Sockets;
using System.Text;
using Twilio.Clients;
using Twilio.Http;

namespace CallerAuth.Tests.Twilio;

/// <summary>
/// Stands at the other end of the wire: answers one request with exactly the bytes it was told to, and keeps what it was asked.
/// The client believes it talks to Twilio's own host.
/// </summary>
internal sealed class LoopbackTwilio : IDisposable
{
    public const string AccountSid = "AC00000000000000000000000000000001";
    public const string CallSid = "CA00000000000000000000000000000001";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly System.Net.Http.HttpClient _httpClient;
    private readonly Task<string> _asked;

    public LoopbackTwilio(string answer)
    {
        _listener.Start();
        _asked = AnswerOnceAsync(answer);
        _httpClient = HttpClientTo(((IPEndPoint)_listener.LocalEndpoint).Port);
        Client = new TwilioRestClient(AccountSid, "secret", httpClient: new SystemNetHttpClient(_httpClient));
    }

    public TwilioRestClient Client { get; }

    /// <summary>The request as it came: its line, its headers, its form.</summary>
    public async Task<(string Line, IReadOnlyDictionary<string, string> Headers, string Form)> AskedAsync()
    {
        var (head, form) = (await _asked).Split("\r\n\r\n", 2) is [var first, var second] ? (first, second) : ("", "");
        var lines = head.Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2))
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.OrdinalIgnoreCase);
        return (lines[0], headers, form);
    }

    /// <summary>The named fields of a form, in order, as often as they were sent.</summary>
    public static List<KeyValuePair<string, string>> Fields(string form) =>
        [.. form.Split('&').Select(field => field.Split('=', 2)).Select(parts => KeyValuePair.Create(Decoded(parts[0]), Decoded(parts[1])))];

    public static string Json(int status, string body) => Answer(status, "application/json", body);

    public static string Html(int status, string body) => Answer(status, "text/html", body);

    public static System.Net.Http.HttpClient HttpClientTo(int port) => new(new ToLoopback(port));

    public void Dispose()
    {
        _listener.Dispose();
        _httpClient.Dispose();
    }

    private static string Answer(int status, string contentType, string body) =>
        $"HTTP/1.1 {status} Status\r\nContent-Type: {contentType}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";

    private static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private async Task<string> AnswerOnceAsync(string answer)
    {
        using var connection = await _listener.AcceptTcpClientAsync();
        var stream = connection.GetStream();
        var asked = new StringBuilder();
        var buffer = new byte[8192];
        while (!IsWhole(asked.ToString()))
        {
            var read = await stream.ReadAsync(buffer);
            if (read == 0)
                break;
            asked.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }
        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer));
        return asked.ToString();
    }

    private static bool IsWhole(string asked)
    {
        const string lengthHeader = "Content-Length: ";
        if (asked.Split("\r\n\r\n", 2) is not [var head, var body])
            return false;
        var length = head.Split("\r\n").FirstOrDefault(line => line.StartsWith(lengthHeader, StringComparison.OrdinalIgnoreCase));
        return length is null || body.Length >= int.Parse(length[lengthHeader.Length..], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Leads every request to a loopback port and leaves the Host header as Twilio would see it.</summary>
    private sealed class ToLoopback(int port) : DelegatingHandler(new HttpClientHandler { AllowAutoRedirect = false })
    {
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
            base.Send(Led(request), cancellationToken);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            base.SendAsync(Led(request), cancellationToken);

        private HttpRequestMessage Led(HttpRequestMessage request)
        {
            request.Headers.Host = request.RequestUri!.Host;
            request.RequestUri = new UriBuilder(request.RequestUri) { Scheme = "http", Host = "127.0.0.1", Port = port }.Uri;
            return request;
        }
    }
}
