using System.Net;
using System.Text;
using CallerAuth.IntegrationTests.Agents;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Scenarios;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Voice;

/// <summary>A service below a path of its public address, behind a proxy that takes the path off and behind one that leaves it on.</summary>
public class PublicPathTests
{
    private const string PublicPath = "/tele/calls";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/voice/incoming", PublicPath)]
    [InlineData("/voice/incoming", "")]
    [InlineData("/voice/queue/you%20%26%20me/wait", PublicPath)]
    [InlineData("/voice/queue/you%20%26%20me/wait", "")]
    public async Task A_webhook_is_believed_that_was_signed_for_the_public_address_and_no_other(string step, string left)
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = Start(world);
        var call = service.Call(Line.Nordlys);
        var form = call.Form([]);
        var came = new Uri(service.Url, left + step);

        var believed = await service.Twilio.PostAsync(came, form, service.Twilio.Sign(service.Twilio.UrlOf(step), form), null, Cancellation);
        var refused = await service.Twilio.PostAsync(came, form, service.Twilio.Sign(new Uri(service.Url, step), form), null, Cancellation);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (believed.Status, refused.Status));
    }

    [Fact]
    public async Task Every_address_that_is_given_away_has_the_path()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = Start(world);
        using var api = new ApiClient(service.Url);

        var greeting = await service.Call(Line.Vestlys).RingAsync(Cancellation);
        var started = await StartAsync(PublicPath);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var agent = await http.GetAsync(new Uri(service.Url, PublicPath + "/agent"), Cancellation);

        Assert.StartsWith(PublicPath + "/voice/", greeting.Asks!.AbsolutePath, StringComparison.Ordinal);
        Assert.StartsWith(PublicPath + "/api/verifications/", started.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Contains(Uri.EscapeDataString(PublicPath + "/agent/signed-in"), agent.Headers.Location!.ToString(), StringComparison.OrdinalIgnoreCase);

        Task<ApiAnswerRead> StartAsync(string path) => api.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, path + ApiClient.Verifications)
            {
                Content = new StringContent(ApiClient.Norwegian(People.Norwegian(430).NationalId, Line.Nordlys).ToJsonString(), Encoding.UTF8, "application/json"),
            },
            Cancellation);
    }

    private static ServiceUnderTest Start(World world)
    {
        var port = LoopbackPort.Take();
        return world.StartService(settings: new Dictionary<string, string>(StringComparer.Ordinal) { ["PublicBaseUrl"] = $"http://127.0.0.1:{port}{PublicPath}" }, listensOn: new Uri($"http://127.0.0.1:{port}"));
    }
}
