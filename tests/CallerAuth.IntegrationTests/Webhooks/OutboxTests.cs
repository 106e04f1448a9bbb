using System.Text;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Webhooks;

namespace CallerAuth.IntegrationTests.Webhooks;

/// <summary>The outbox on both stores: taken in once, leased to one, kept until it is settled.</summary>
public class OutboxTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task An_event_is_taken_in_once_even_after_it_was_delivered(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        await using var rig = Rig(store);
        var target = rig.Targets.All[0];

        Assert.Equal(Posted.Accepted, await rig.Outbox.PostAsync(target, CourierRig.Event()));
        Assert.Equal(Posted.Known, await rig.Outbox.PostAsync(target, CourierRig.Event()));
        var claim = Assert.Single((await rig.Outbox.ClaimAsync(target, 10)).Claimed);
        Assert.True(await rig.Outbox.DeliveredAsync(target, claim));

        Assert.Equal(Posted.Known, await rig.Outbox.PostAsync(target, CourierRig.Event()));
        Assert.Empty((await rig.Outbox.ClaimAsync(target, 10)).Claimed);
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task What_is_claimed_is_nobody_elses_until_the_lease_ends_and_then_it_is(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        await using var rig = Rig(store);
        var target = rig.Targets.All[0];
        await rig.Outbox.PostAsync(target, CourierRig.Event());

        var ours = Assert.Single((await rig.Outbox.ClaimAsync(target, 10, TimeSpan.FromMilliseconds(300))).Claimed);
        var (none, next) = await rig.Outbox.ClaimAsync(target, 10);
        Assert.Empty(none);
        Assert.InRange(next!.Value, TimeSpan.Zero, TimeSpan.FromMilliseconds(300));
        OutboxClaim? theirs = null;
        while (theirs is null)
            theirs = (await rig.Outbox.ClaimAsync(target, 10)).Claimed.SingleOrDefault();

        // The one that was too late changes nothing any more.
        Assert.False(await rig.Outbox.DeliveredAsync(target, ours));
        Assert.False(await rig.Outbox.AgainAsync(target, ours, 1, TimeSpan.Zero));
        Assert.Equal((ours.Id, ours.Message), (theirs.Id, theirs.Message));
        Assert.True(await rig.Outbox.DeliveredAsync(target, theirs));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_failed_one_comes_again_when_its_pause_is_over_and_knows_how_often_it_was_tried(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        await using var rig = Rig(store);
        var target = rig.Targets.All[0];
        await rig.Outbox.PostAsync(target, CourierRig.Event());
        var first = Assert.Single((await rig.Outbox.ClaimAsync(target, 10)).Claimed);

        Assert.True(await rig.Outbox.AgainAsync(target, first, 1, TimeSpan.FromHours(1)));
        Assert.InRange((await rig.Outbox.ClaimAsync(target, 10)).Next!.Value, TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));

        await store.Database.SortedSetAddAsync(store.Keys.WebhooksDue(target.Lane), first.Id, 0);
        Assert.Equal(1, Assert.Single((await rig.Outbox.ClaimAsync(target, 10)).Claimed).Tries);
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task What_waits_is_sealed_and_bound_to_its_target_and_what_was_delivered_is_forgotten(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        await using var rig = Rig(store);
        var target = rig.Targets.All[0];
        await rig.Outbox.PostAsync(target, new WebhookEvent("msg_1", "call.routed", "+4721000000", """{"name":"Kari Nordmann"}"""));
        var key = store.Keys.Webhook(target.Lane, "msg_1");

        var box = (byte[])(await store.Database.HashGetAsync(key, "box"))!;
        Assert.DoesNotContain("Kari", Encoding.UTF8.GetString(box), StringComparison.Ordinal);
        Assert.True(await store.Database.KeyTimeToLiveAsync(key) > TimeSpan.FromDays(3));
        await rig.Outbox.DeliveredAsync(target, Assert.Single((await rig.Outbox.ClaimAsync(target, 10)).Claimed));

        Assert.False(await store.Database.HashExistsAsync(key, "box"));
        Assert.True(await store.Database.KeyTimeToLiveAsync(key) < TimeSpan.FromHours(6));
    }

    [Fact]
    public async Task One_that_cannot_be_opened_is_dropped_and_holds_up_no_other()
    {
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);
        await using var rig = Rig(store);
        var target = rig.Targets.All[0];
        await rig.Outbox.PostAsync(target, CourierRig.Event(1));
        await rig.Outbox.PostAsync(target, CourierRig.Event(2));
        await store.Database.HashSetAsync(store.Keys.Webhook(target.Lane, CourierRig.Event(1).Id), "box", "not a box");

        Assert.Equal(CourierRig.Event(2).Id, Assert.Single((await rig.Outbox.ClaimAsync(target, 10)).Claimed).Id);

        Assert.True(rig.HasLogged(8001));
        Assert.Equal(1, await store.Database.SortedSetLengthAsync(store.Keys.WebhooksDue(target.Lane)));
    }

    private static CourierRig Rig(StoreUnderTest store) => new(store, CourierRig.Quick(), "Development", CourierRig.To(new Uri("http://127.0.0.1:9/events")));
}
