using System.Collections.Concurrent;
using System.Net;
using CallerAuth.Agents.Requests;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using Microsoft.Extensions.DependencyInjection;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Agents;

/// <summary>The desk behind the API: limits, who is told, and a service that lets nobody in.</summary>
public class DeskTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_who_was_rung_often_enough_is_left_in_peace_by_agents_too()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService(settings: new Dictionary<string, string>(StringComparer.Ordinal) { ["Limits:PerPerson:Short:Most"] = "1", ["Limits:PerPerson:Short:Within"] = "01:00:00" });
        using var api = new ApiClient(service.Url);
        var body = ApiClient.Norwegian(People.Norwegian(470).NationalId, Line.Nordlys);
        var id = (await api.StartAsync(body, Cancellation))["id"]!;
        await api.UntilPendingAsync(id, Cancellation);
        world.Simulator.Provider.Orders.Single().MoveTo(OrderStatus.Declined);
        await api.UntilEndedAsync(id, Cancellation);

        var answer = await api.StartAsync(body, Cancellation);

        Assert.Equal((HttpStatusCode.TooManyRequests, "limited"), (answer.Status, answer.Problem));
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(58), TimeSpan.FromHours(1));
        Assert.Single(world.Simulator.Provider.Orders);
    }

    [Fact]
    public async Task Listeners_are_told_of_every_change_that_their_instance_wrote()
    {
        var heard = new Listener();
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService(services: services => services.AddSingleton<IRequestListener>(heard));
        using var api = new ApiClient(service.Url);
        var id = (await api.StartAsync(ApiClient.Norwegian(People.Norwegian(471).NationalId, Line.Nordlys), Cancellation))["id"]!;
        await api.UntilPendingAsync(id, Cancellation);
        world.Simulator.Provider.Orders.Single().MoveTo(OrderStatus.Approved);

        await heard.Ended.WaitAsync(Cancellation);

        Assert.Equal(
            [(1, nameof(RequestState.Starting)), (2, nameof(RequestState.Pending)), (3, nameof(RequestState.Verified))],
            heard.Changes.OrderBy(change => change.Version).Select(change => ((int)change.Version, change.State.GetType().Name)));
    }

    [Fact]
    public async Task What_could_not_be_begun_is_seen_starting_by_nobody()
    {
        var heard = new Listener();
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService(services: services => services.AddSingleton<IRequestListener>(heard));
        using var api = new ApiClient(service.Url);
        var call = service.Call(Line.Vestlys);
        await call.RingAsync(Cancellation);
        await call.PressAsync("0", Cancellation);
        // The store takes the request, and then not that it was asked for on this call.
        await service.Store.StringSetAsync(service.Keys.AskedOn(call.CallSid), "not a sorted set");
        var body = ApiClient.Norwegian(People.Norwegian(473).NationalId, Line.Vestlys);
        body["callSid"] = call.CallSid;

        var answer = await api.StartAsync(body, Cancellation);
        await heard.Ended.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Empty(world.Simulator.Provider.Orders);
        Assert.Equal(CallerAuth.Calls.UnverifiedReason.Error, Assert.IsType<RequestState.Unverified>(heard.Changes.MaxBy(change => change.Version)!.State).Reason);
        body.Remove("callSid");
        Assert.Equal(HttpStatusCode.Accepted, (await api.StartAsync(body, Cancellation)).Status);
    }

    [Fact]
    public async Task A_service_without_keys_and_provider_lets_nobody_in_and_says_so_at_start()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService(services: services => services.PostConfigure<CallerAuth.Agents.Access.ApiOptions>(options => options.Keys.Clear()));
        using var api = new ApiClient(service.Url);

        var answer = await api.StartAsync(ApiClient.Norwegian(People.Norwegian(472).NationalId, Line.Nordlys), Cancellation);

        Assert.Equal((HttpStatusCode.Unauthorized, "unauthorized"), (answer.Status, answer.Problem));
        Assert.NotEmpty(service.LogLinesWith("The API answers everybody with 401"));
    }

    private sealed class Listener : IRequestListener
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ConcurrentBag<RequestedVerification> Changes { get; } = [];

        public Task Ended => _ended.Task;

        public bool TryTell(RequestedVerification verification)
        {
            Changes.Add(verification);
            if (verification.HasEnded)
                _ended.TrySetResult();
            return true;
        }
    }
}
