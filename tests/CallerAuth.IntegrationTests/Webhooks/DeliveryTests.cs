using System.Globalization;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace CallerAuth.IntegrationTests.Webhooks;

/// <summary>Deliveries to targets that are well, and to some that are not.</summary>
public class DeliveryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task An_event_arrives_signed_and_at_once(StoreKind kind)
    {
        await using var target = await TargetServer.StartAsync(StatusCodes.Status204NoContent);
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        await using var rig = await RunAsync(store, target);

        await rig.Courier.PostAsync(CourierRig.Event());
        await CourierRig.UntilAsync(() => !target.Requests.IsEmpty, TimeSpan.FromSeconds(3));

        var received = Assert.Single(target.Requests);
        Assert.Equal((CourierRig.Event().Id, CourierRig.Event().Body), (received.Id, received.Body));
        Assert.True(TargetServer.IsSigned(received));
        Assert.InRange(
            TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - long.Parse(received.Timestamp, CultureInfo.InvariantCulture), 0, 10);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(404)]
    [InlineData(302)]
    public async Task Whatever_is_no_yes_is_tried_again_under_the_same_id_and_a_redirect_is_not_followed(int status)
    {
        await using var elsewhere = await TargetServer.StartAsync(200);
        await using var target = await TargetServer.StartAsync((context, number, _) =>
        {
            context.Response.StatusCode = number < 3 ? status : 200;
            context.Response.Headers.Location = elsewhere.Url.ToString();
            return Task.CompletedTask;
        });
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);
        await using var rig = await RunAsync(store, target);

        await rig.Courier.PostAsync(CourierRig.Event());
        await CourierRig.UntilAsync(() => rig.HasLogged(8101));

        Assert.Equal(3, target.Requests.Count);
        Assert.Single(target.Requests.Select(request => (request.Id, request.Body)).Distinct());
        Assert.All(target.Requests, request => Assert.True(TargetServer.IsSigned(request)));
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task A_target_that_never_takes_it_is_given_up_counted_and_logged()
    {
        await using var target = await TargetServer.StartAsync(503);
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);
        await using var rig = await RunAsync(store, target, CourierRig.Quick(tries: 2));

        await rig.Courier.PostAsync(CourierRig.Event());
        await CourierRig.UntilAsync(() => rig.HasLogged(8103));

        Assert.Equal(3, target.Requests.Count);
        await CourierRig.UntilAsync(() => store.Database.SortedSetLength(store.Keys.WebhooksDue(rig.Targets.All[0].Lane)) == 0);
    }

    [Fact]
    public async Task A_target_may_ask_for_patience()
    {
        await using var target = await TargetServer.StartAsync((context, _, _) =>
        {
            (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (429, "3600");
            return Task.CompletedTask;
        });
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);
        await using var rig = await RunAsync(store, target);

        await rig.Courier.PostAsync(CourierRig.Event());
        await CourierRig.UntilAsync(() => rig.HasLogged(8102));

        Assert.Contains("in 01:00:00", rig.Logs.GetSnapshot().Single(line => line.Id.Id == 8102).Message, StringComparison.Ordinal);
        Assert.Single(target.Requests);
    }

    [Fact]
    public async Task A_target_that_is_gone_is_told_nothing_more()
    {
        await using var target = await TargetServer.StartAsync(410);
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);
        await using var rig = await RunAsync(store, target);

        await rig.Courier.PostAsync(CourierRig.Event(1));
        await CourierRig.UntilAsync(() => rig.HasLogged(8104));
        await rig.Courier.PostAsync(CourierRig.Event(2));

        Assert.Equal(0, await store.Database.SortedSetLengthAsync(store.Keys.WebhooksDue(rig.Targets.All[0].Lane)));
        Assert.Single(target.Requests);
    }

    [Fact]
    public async Task A_target_that_hangs_holds_up_no_other()
    {
        await using var hanging = await TargetServer.StartAsync((_, _, over) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, over));
        await using var well = await TargetServer.StartAsync(200);
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);
        await using var rig = await RunAsync(store, CourierRig.Quick(), CourierRig.To(hanging.Url), CourierRig.To(well.Url));

        for (var i = 1; i <= 40; i++)
            await rig.Courier.PostAsync(CourierRig.Event(i));
        await CourierRig.UntilAsync(() => well.Requests.Count == 40, TimeSpan.FromSeconds(5));

        Assert.Equal(WebhookLane.AtOnce, hanging.Requests.Count);
    }

    [Fact]
    public async Task A_hanging_answer_is_waited_for_ten_seconds()
    {
        await using var hanging = await TargetServer.StartAsync((_, _, over) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, over));
        var time = new FakeTimeProvider();
        var target = new WebhookTarget(CourierRig.To(hanging.Url));
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());

        var sending = new WebhookSender(target, http, time).SendAsync("msg_1", "{}", Cancellation);
        await CourierRig.UntilAsync(() => !hanging.Requests.IsEmpty);
        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(sending.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal(new Delivery.Failed("no answer in time", null), await sending);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_endless_answer_is_not_read(bool drips)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var target = await TargetServer.StartAsync(async (context, _, over) =>
        {
            try
            {
                var chunk = new byte[drips ? 1 : 8192];
                while (true)
                {
                    await context.Response.Body.WriteAsync(chunk, over);
                    await context.Response.Body.FlushAsync(over);
                    if (drips)
                        await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, over);
                }
            }
            finally
            {
                ended.TrySetResult();
            }
        });
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);
        await using var rig = await RunAsync(store, target);

        await rig.Courier.PostAsync(CourierRig.Event());
        await CourierRig.UntilAsync(() => rig.HasLogged(8101), TimeSpan.FromSeconds(5));

        // It would go on for ever if nobody had closed the connection.
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, Cancellation);
    }

    [Theory]
    [InlineData("Production", false, false)]
    [InlineData("Production", true, true)]
    [InlineData("Development", false, true)]
    public async Task A_private_address_is_called_only_where_that_is_allowed(string environment, bool allowed, bool arrives)
    {
        await using var target = await TargetServer.StartAsync(200);
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);
        var webhook = CourierRig.To(target.Url);
        webhook.AllowPrivateNetwork = allowed;
        await using var rig = new CourierRig(store, CourierRig.Quick(tries: 1), environment, webhook);
        await rig.Courier.StartAsync(Cancellation);

        await rig.Courier.PostAsync(CourierRig.Event());
        await CourierRig.UntilAsync(() => rig.HasLogged(arrives ? 8101 : 8103));

        Assert.Equal(arrives ? 1 : 0, target.Requests.Count);
        Assert.Equal(!arrives, rig.Logs.GetSnapshot().Any(line => line.Message.Contains("leads into a private network", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task Two_instances_deliver_each_event_once(StoreKind kind)
    {
        await using var target = await TargetServer.StartAsync(200);
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        await using var one = await RunAsync(store, target);
        await using var other = await RunAsync(store, target);

        for (var i = 1; i <= 100; i++)
            await Task.WhenAll(one.Courier.PostAsync(CourierRig.Event(i)), other.Courier.PostAsync(CourierRig.Event(i)));
        await CourierRig.UntilAsync(() => target.Requests.Select(request => request.Id).Distinct(StringComparer.Ordinal).Count() == 100);

        Assert.Equal(100, target.Requests.Count);
    }

    [Fact]
    public async Task What_an_instance_noted_before_it_died_another_delivers_under_the_same_id()
    {
        await using var target = await TargetServer.StartAsync(200);
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);
        await using var dead = new CourierRig(store, CourierRig.Quick(), "Development", CourierRig.To(target.Url));
        await dead.Courier.PostAsync(CourierRig.Event(1));
        await dead.Courier.PostAsync(CourierRig.Event(2));
        // It had begun with one of them; its lease is as good as over.
        await dead.Outbox.ClaimAsync(dead.Targets.All[0], 1, TimeSpan.FromMilliseconds(50));

        await using var alive = await RunAsync(store, target);
        await CourierRig.UntilAsync(() => target.Requests.Count == 2);

        Assert.Equal([CourierRig.Event(1).Id, CourierRig.Event(2).Id], target.Requests.Select(request => request.Id).Order(StringComparer.Ordinal));
    }

    private static Task<CourierRig> RunAsync(StoreUnderTest store, TargetServer target, WebhookPace? pace = null) =>
        RunAsync(store, pace ?? CourierRig.Quick(), CourierRig.To(target.Url));

    private static async Task<CourierRig> RunAsync(StoreUnderTest store, WebhookPace pace, params WebhookOptions[] webhooks)
    {
        var rig = new CourierRig(store, pace, "Development", webhooks);
        await rig.Courier.StartAsync(Cancellation);
        return rig;
    }
}
