using System.Net;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace CallerAuth.Tests.Ciba;

/// <summary>One request as the provider saw it, with its form decoded.</summary>
internal sealed record SeenRequest(string Method, Uri Address, IReadOnlyDictionary<string, string[]> Form, string? Authorization, string? Prefer, string? ContentType)
{
    public string Single(string parameter) => Assert.Single(Form[parameter]);
}

/// <summary>A provider at the message handler: real documents and tokens, and any answer a test wants.</summary>
internal sealed class FakeProvider : HttpMessageHandler
{
    public List<SeenRequest> Requests { get; } = [];

    public string DiscoveryDocument { get; set; } = $$"""
        {"issuer":"{{CibaRig.Authority}}","token_endpoint":"{{CibaRig.Authority}}/oauth2/token","jwks_uri":"{{CibaRig.Authority}}/.well-known/jwks",
         "backchannel_authentication_endpoint":"{{CibaRig.Authority}}/ciba/bc-authorize","claims_supported":["sub"]}
        """;

    public string Jwks { get; set; } = TestKeys.Jwks(TestKeys.PublicJwk(TestKeys.Provider, TestToken.Kid));

    public Func<CancellationToken, Task<HttpResponseMessage>> OnDiscovery { get; set; }

    public Func<CancellationToken, Task<HttpResponseMessage>> OnStart { get; set; } = Json(200, """{"auth_req_id":"3857f8ff-21b9-48ae-a732-a3bd8128a7ae","expires_in":900,"interval":3,"bindingMessage":"Frekk Julekos"}""");

    /// <summary>One after the other; the last one stays.</summary>
    public List<Func<CancellationToken, Task<HttpResponseMessage>>> OnPoll { get; } = [];

    public IEnumerable<SeenRequest> Starts => Requests.Where(request => request.Address.AbsolutePath == "/ciba/bc-authorize");

    public IEnumerable<SeenRequest> Polls => Requests.Where(request => request.Address.AbsolutePath == "/oauth2/token");

    public IEnumerable<SeenRequest> KeyFetches => Requests.Where(request => request.Address.AbsolutePath == "/.well-known/jwks");

    public FakeProvider() => OnDiscovery = cancellationToken => Json(200, DiscoveryDocument)(cancellationToken);

    public static Func<CancellationToken, Task<HttpResponseMessage>> Json(int status, string body, Action<HttpResponseMessage>? change = null) => Text(status, body, "application/json", change);

    public static Func<CancellationToken, Task<HttpResponseMessage>> Error(string error, string? description = null, int status = 400) =>
        Json(status, description is null ? $$"""{"error":"{{error}}"}""" : $$"""{"error":"{{error}}","error_description":"{{description}}"}""");

    public static Func<CancellationToken, Task<HttpResponseMessage>> Token(string idToken) =>
        Json(200, $$"""{"token_type":"Bearer","expires_in":"120","id_token":"{{idToken}}","access_token":"cf1ce646-7fbe-4740-9c56-fe3f0891f6c6"}""");

    public static Func<CancellationToken, Task<HttpResponseMessage>> Text(int status, string body, string contentType, Action<HttpResponseMessage>? change = null) => _ =>
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, contentType) };
        change?.Invoke(response);
        return Task.FromResult(response);
    };

    public static Func<CancellationToken, Task<HttpResponseMessage>> Throws(Exception exception) => _ => Task.FromException<HttpResponseMessage>(exception);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var form = QueryHelpers.ParseQuery(body).ToDictionary(pair => pair.Key, pair => pair.Value.Select(value => value ?? "").ToArray(), StringComparer.Ordinal);
        Requests.Add(new SeenRequest(
            request.Method.Method,
            request.RequestUri!,
            form,
            request.Headers.Authorization?.ToString(),
            request.Headers.TryGetValues("Prefer", out var prefer) ? prefer.Single() : null,
            request.Content?.Headers.ContentType?.MediaType));

        return await (request.RequestUri!.AbsolutePath switch
        {
            "/.well-known/openid-configuration" => OnDiscovery(cancellationToken),
            "/.well-known/jwks" => Json(200, Jwks)(cancellationToken),
            "/ciba/bc-authorize" => OnStart(cancellationToken),
            "/oauth2/token" => OnPoll[Math.Min(Polls.Count(), OnPoll.Count) - 1](cancellationToken),
            _ => Text(404, "", "text/plain")(cancellationToken),
        });
    }
}
