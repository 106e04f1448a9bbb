using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CallerAuth.Ciba;
using CallerAuth.Identity;
using CallerAuth.Tests.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CallerAuth.Tests.Ciba;

/// <summary>The provider's way in, before a real server.</summary>
public sealed class NotificationEndpointTests : IAsyncLifetime
{
    private const string Id = "0a3f9c0d1e2b4a5968778695a4";
    private const string Usual = $$"""{"auth_req_id":"{{CibaRig.AuthReqIdText}}"}""";

    private readonly Heard _heard = new();
    private readonly HttpClient _provider = new();
    private WebApplication _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Token => _server.Services.GetRequiredService<NotificationTokens>().For(Id);

    public async ValueTask InitializeAsync() => _server = await StartAsync("ping");

    public async ValueTask DisposeAsync()
    {
        _provider.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_notification_is_passed_on()
    {
        Assert.Equal(HttpStatusCode.NoContent, await NotifyAsync(Token, Usual));

        Assert.Equal([(Id, CibaRig.AuthReqIdText)], _heard.Notifications);
    }

    [Fact]
    public async Task What_a_provider_adds_and_how_it_spells_bearer_is_its_own_affair()
    {
        Assert.Equal(HttpStatusCode.NoContent, await NotifyAsync(Token, """{"auth_req_id":"a","urn:example":[1]}""", scheme: "bearer"));

        Assert.Equal([(Id, "a")], _heard.Notifications);
    }

    [Theory]
    [InlineData("MDA.MDA")]
    [InlineData("x")]
    [InlineData("")]
    public async Task A_wrong_token_is_401(string token)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await NotifyAsync(token, Usual));
        Assert.Empty(_heard.Notifications);
    }

    [Fact]
    public async Task No_token_and_another_scheme_are_401()
    {
        using var bare = await _provider.PostAsync(new Uri(Address), new StringContent(Usual, Encoding.UTF8, "application/json"), Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, bare.StatusCode);
        Assert.Equal("Bearer", bare.Headers.WwwAuthenticate.Single().Scheme);
        Assert.Equal(HttpStatusCode.Unauthorized, await NotifyAsync(Token, Usual, scheme: "Basic"));
    }

    [Fact]
    public async Task Without_a_token_the_body_is_not_asked_for()
    {
        var body = new Body();
        using var request = new HttpRequestMessage(HttpMethod.Post, Address) { Content = body };
        request.Headers.ExpectContinue = true;

        using var answer = await _provider.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.False(body.WasAskedFor);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"auth_req_id":7}""")]
    [InlineData("""{"auth_req_id":"a b"}""")]
    [InlineData("""{"auth_req_id":"a","auth_req_id":"b"}""")]
    [InlineData("""{"auth_req_id":"a"} x""")]
    [InlineData("""{"auth_req_id":"a" """)]
    public async Task A_body_that_names_no_request_is_400(string body)
    {
        Assert.Equal(HttpStatusCode.BadRequest, await NotifyAsync(Token, body));
        Assert.Empty(_heard.Notifications);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_of_more_than_four_kilobytes_is_400(bool chunked)
    {
        Assert.Equal(HttpStatusCode.BadRequest, await NotifyAsync(Token, $$"""{"auth_req_id":"a","more":"{{new string('x', 5000)}}"}""", chunked: chunked));
        Assert.Equal(HttpStatusCode.NoContent, await NotifyAsync(Token, $$"""{"auth_req_id":"a","more":"{{new string('x', 4000)}}"}""", chunked: chunked));
    }

    [Fact]
    public async Task Another_content_type_is_400() => Assert.Equal(HttpStatusCode.BadRequest, await NotifyAsync(Token, Usual, contentType: "text/plain"));

    [Fact]
    public async Task In_poll_mode_there_is_no_such_path()
    {
        await using var server = await StartAsync("poll");

        using var answer = await _provider.PostAsync(new Uri(server.Urls.Single() + NotificationEndpoint.Path), null, Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private string Address => _server.Urls.Single() + NotificationEndpoint.Path;

    private async Task<HttpStatusCode> NotifyAsync(string token, string body, string scheme = "Bearer", string contentType = "application/json", bool chunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address) { Content = new StringContent(body, Encoding.UTF8, contentType) };
        request.Headers.Authorization = new AuthenticationHeaderValue(scheme, token);
        request.Headers.TransferEncodingChunked = chunked;
        using var answer = await _provider.SendAsync(request, Cancellation);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancellation));
        return answer.StatusCode;
    }

    private async Task<WebApplication> StartAsync(string delivery)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Ciba:Authority"] = CibaRig.Authority,
            ["Ciba:ClientId"] = CibaRig.ClientId,
            ["Ciba:PrivateKeyPath"] = TestKeys.ClientPemPath,
            ["Ciba:TokenDelivery"] = delivery,
        });
        builder.Services.AddSingleton(The.Hasher);
        builder.Services.Configure<PrivacyOptions>(privacy => privacy.NationalIdHashKey = Convert.ToBase64String(new byte[PrivacyOptions.MinimumKeyLength]));
        builder.Services.AddSingleton<INotified>(_heard);
        builder.Services.AddCibaClient();
        var server = builder.Build();
        server.MapCiba();
        await server.StartAsync(Cancellation);
        return server;
    }

    private sealed class Heard : INotified
    {
        public List<(string VerificationId, string AuthReqId)> Notifications { get; } = [];

        public Task NotifiedAsync(string verificationId, AuthReqId authReqId, CancellationToken cancellationToken)
        {
            Notifications.Add((verificationId, authReqId.Value));
            return Task.CompletedTask;
        }
    }

    private sealed class Body : HttpContent
    {
        public bool WasAskedFor { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            WasAskedFor = true;
            return Task.CompletedTask;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 2000; // Below a kilobyte the client sends it all the same.
            return true;
        }
    }
}
