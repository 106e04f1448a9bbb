using System.Net;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;

namespace CallerAuth.IntegrationTests.Startup;

/// <summary>What is served besides the voice: music for Twilio's media servers, and health for operators.</summary>
public class PublicFilesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_hold_music_may_be_kept_for_a_day_and_is_asked_for_by_its_tag_after_that()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var url = new Uri(world.StartService().Url, "/audio/hold.mp3");
        using var http = new HttpClient();

        using var first = await http.GetAsync(url, Cancellation);
        using var again = new HttpRequestMessage(HttpMethod.Get, url);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await http.SendAsync(again, Cancellation);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal("audio/mpeg", first.Content.Headers.ContentType!.MediaType);
        Assert.Equal((true, TimeSpan.FromDays(1)), (first.Headers.CacheControl!.Public, first.Headers.CacheControl.MaxAge));
        Assert.True((await first.Content.ReadAsByteArrayAsync(Cancellation)).Length > 10_000);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
    }

    [Fact]
    public async Task A_service_without_its_store_lives_but_is_not_ready()
    {
        await using var world = await World.StartAsync(StoreKind.Redis, Cancellation);
        var service = world.StartService();
        Assert.True(await service.IsReadyAsync(Cancellation));

        world.Redis!.Kill();
        var ready = await GetAsync(service, "/health/ready");
        var live = await GetAsync(service, "/health/live");
        await world.Redis.RestartAsync(Cancellation);
        await service.UntilReadyAsync(Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready);
        Assert.Equal(HttpStatusCode.OK, live);
    }

    [Fact]
    public async Task A_service_that_starts_before_its_store_lives_and_is_ready_when_the_store_is_there()
    {
        await using var world = await World.StartAsync(StoreKind.Redis, Cancellation);
        world.Redis!.Kill();
        var service = world.StartService();

        var ready = await GetAsync(service, "/health/ready");
        var live = await GetAsync(service, "/health/live");
        await world.Redis.RestartAsync(Cancellation);
        await service.UntilReadyAsync(Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready);
        Assert.Equal(HttpStatusCode.OK, live);
    }

    [Fact]
    public async Task A_store_that_stands_still_makes_the_service_not_ready()
    {
        await using var world = await World.StartAsync(StoreKind.Redis, Cancellation);
        var service = world.StartService();

        world.Redis!.Freeze();
        var ready = await GetAsync(service, "/health/ready");
        world.Redis.Thaw();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready);
    }

    private static async Task<HttpStatusCode> GetAsync(ServiceUnderTest service, string path) =>
        (await service.Twilio.SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(service.Url, path)), Cancellation)).Status;
}
