using System.Net;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Agents;

/// <summary>A verification that a company's system asks for, from the wish to the end, on both stores and on two instances.</summary>
public class WholeVerificationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task An_agent_reads_the_words_and_learns_who_it_is(StoreKind store)
    {
        await using var world = await World.StartAsync(store, Cancellation);
        var service = world.StartService();
        using var api = new ApiClient(service.Url);
        var person = People.Norwegian(400);

        var accepted = await api.StartAsync(ApiClient.Norwegian(person.NationalId, Line.Nordlys), Cancellation);
        var id = accepted["id"]!;
        var pending = await api.UntilPendingAsync(id, Cancellation);
        var order = Assert.Single(world.Simulator.Provider.Orders);
        order.MoveTo(OrderStatus.Approved);
        var ended = await api.UntilEndedAsync(id, Cancellation);

        Assert.Equal((HttpStatusCode.Accepted, "starting", $"/api/verifications/{id}"), (accepted.Status, accepted["status"], accepted.Headers.Location!.ToString()));
        Assert.Equal(("pending", order.Words, "system:simulator"), (pending["status"], pending["words"], pending["askedBy"]));
        Assert.NotNull(pending["expiresAt"]);
        Assert.Null(pending.Json["caller_verification"]);
        Assert.Equal(("verified", null), (ended["status"], ended["words"]));
        var verdict = ended.Json["caller_verification"]!.AsObject();
        Assert.Equal(["status", "verification_id", "eid", "acr", "authenticated_at", "subject", "name", "birthdate"], verdict.Select(member => member.Key));
        Assert.Equal(("verified", id, order.Person.Name), ((string?)verdict["status"], (string?)verdict["verification_id"], (string?)verdict["name"]));
    }

    [Fact]
    public async Task Swedish_steps_are_followed_to_the_end_on_another_instance()
    {
        await using var world = await World.StartAsync(StoreKind.Redis, Cancellation);
        using var one = new ApiClient(world.StartService().Url);
        using var two = new ApiClient(world.StartService().Url);
        var body = ApiClient.Norwegian(People.Astrid.NationalId, Line.Norrsken);
        (body["eid"], body["callInitiator"], body["bindingMessage"]) = ("se-bankid", "RP", "Norrsken Bank ringer.");

        var id = (await one.StartAsync(body, Cancellation))["id"]!;
        await using var stream = await two.FollowAsync(id, Cancellation);
        await one.UntilPendingAsync(id, Cancellation);
        var order = Assert.Single(world.Simulator.Provider.Orders);
        List<EventRead> events = [];
        foreach (var status in new[] { OrderStatus.AwaitingAcknowledgement, OrderStatus.AwaitingIdentification })
        {
            order.MoveTo(status);
            events.AddRange(await UntilStepAsync(stream, status == OrderStatus.AwaitingAcknowledgement ? "asked_about_call" : "identifying"));
        }

        order.MoveTo(OrderStatus.Approved);
        events.AddRange(await stream.ToEndAsync());

        Assert.Equal("Norrsken Bank ringer.", order.Request.BindingMessage);
        Assert.Equal("text/event-stream", stream.Response.Content.Headers.ContentType!.MediaType);
        Assert.All(events.SkipLast(1), progress => Assert.Equal("progress", progress.Type));
        Assert.Equal(("outcome", "verified"), (events[^1].Type, events[^1]["status"]));
        Assert.All(events, each => Assert.Null(each["words"]));
        Assert.Equal(events.Select(each => long.Parse(each.Id!, null)).Order(), events.Select(each => long.Parse(each.Id!, null)));
    }

    [Fact]
    public async Task Who_reconnects_gets_what_is_newer_and_is_told_to_stop_after_the_outcome()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        using var api = new ApiClient(world.StartService().Url);
        var id = (await api.StartAsync(ApiClient.Norwegian(People.Norwegian(401).NationalId, Line.Nordlys), Cancellation))["id"]!;
        await api.UntilPendingAsync(id, Cancellation);
        string seen;
        await using (var first = await api.FollowAsync(id, Cancellation))
            seen = (await first.NextAsync())!.Id!;

        await using var second = await api.FollowAsync(id, Cancellation, seen);
        world.Simulator.Provider.Orders.Single().MoveTo(OrderStatus.Declined);
        var outcome = Assert.Single(await second.ToEndAsync());
        await using var third = await api.FollowAsync(id, Cancellation, outcome.Id);

        Assert.Equal(("outcome", "unverified", "declined"), (outcome.Type, outcome["status"], outcome["reason"]));
        Assert.Equal("declined", (string?)outcome.Data["caller_verification"]!["reason"]);
        Assert.Equal(HttpStatusCode.NoContent, third.Response.StatusCode);
    }

    [Fact]
    public async Task A_cancelled_one_is_unverified_whatever_the_person_does_and_cannot_be_cancelled_again()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        using var api = new ApiClient(world.StartService().Url);
        var id = (await api.StartAsync(ApiClient.Norwegian(People.Norwegian(402).NationalId, Line.Nordlys), Cancellation))["id"]!;
        await api.UntilPendingAsync(id, Cancellation);

        var cancelled = await api.CancelAsync(id, Cancellation);
        world.Simulator.Provider.Orders.Single().MoveTo(OrderStatus.Approved);
        var again = await api.CancelAsync(id, Cancellation);
        var ended = await api.ReadAsync(id, Cancellation);

        Assert.Equal((HttpStatusCode.NoContent, ""), (cancelled.Status, cancelled.Text));
        Assert.Equal((HttpStatusCode.Conflict, "already-ended"), (again.Status, again.Problem));
        Assert.Equal(("unverified", "cancelled"), (ended["status"], ended["reason"]));
    }

    private static async Task<IReadOnlyList<EventRead>> UntilStepAsync(EventsRead stream, string step)
    {
        List<EventRead> events = [];
        while (await stream.NextAsync() is { } next)
        {
            events.Add(next);
            if (next["step"] == step)
                return events;
        }

        Assert.Fail($"The stream ended before {step}.");
        return events;
    }
}
