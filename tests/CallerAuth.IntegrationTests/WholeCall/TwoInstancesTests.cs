using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Faults;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using CallerAuth.Simulator.Telephony;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.WholeCall;

/// <summary>Two instances on one store, without a leader: whichever a request reaches, and whichever is left, the call goes on.</summary>
public class TwoInstancesTests
{
    private static readonly Expected VerifiedTask = new() { Agent = AgentKind.TaskRouter, Status = "verified", WordsHeard = true };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_whose_webhooks_alternate_between_instances_are_polled_for_in_time_and_by_one_at_a_time()
    {
        const int Callers = 8;
        await using var world = await World.StartAsync(StoreKind.Redis, Cancellation);
        await using var balancer = await LoadBalancer.StartAsync(Cancellation);
        ServiceUnderTest[] instances = [world.StartService(balancer.Url), world.StartService(balancer.Url)];
        balancer.SendTo(instances);
        var runner = new ScenarioRunner(world.Simulator);

        var stories = await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => runner.PlayAsync(Approved(People.Norwegian(200 + i)), Cancellation)));

        Assert.All(stories, story => Assert.True(story.AsExpected, string.Join(Environment.NewLine, [.. story.Failures, story.Calls[0].Transcript])));
        Assert.Equal(new Manners(0, 0, 0, 0), Manners.Of(world.Simulator.Provider));
        Assert.Equal(Callers, world.Simulator.Provider.Orders.Count);
        Assert.All(instances, instance => Assert.NotEmpty(instance.LogLinesWith("went from")));
        Assert.Empty(await instances[0].SettleAsync(TimeSpan.FromSeconds(20), Cancellation));
    }

    [Fact]
    public async Task One_person_on_two_instances_at_once_is_rung_once()
    {
        await using var world = await World.StartAsync(StoreKind.Redis, Cancellation);
        HandPlayedCall[] calls = [world.StartService().Call(Line.Vestlys), world.StartService().Call(Line.Vestlys)];
        foreach (var call in calls)
            await call.RingAsync(Cancellation);

        await Task.WhenAll(calls.Select(call => call.PressAsync(People.Norwegian(220).NationalId, Cancellation)));
        await Task.WhenAll(calls.Select(call => call.WaitAsync(answer => answer.Asks?.AbsolutePath != "/voice/sent", Cancellation)));

        Assert.Single(world.Simulator.Provider.Orders);
        var refused = Assert.Single(calls, call => call.Last.Asks is null);
        Assert.Equal("unavailable", refused.Last.Reason);
        Assert.Equal("/voice/hold/music", Assert.Single(calls, call => call != refused).Last.Asks!.AbsolutePath);
        Assert.Equal(new Manners(0, 0, 0, 0), Manners.Of(world.Simulator.Provider));
    }

    /// <remarks>The time-out is for a service that does not come to its end.</remarks>
    [Fact(Timeout = 90_000)]
    public async Task When_an_instance_dies_in_the_middle_of_a_poll_the_other_one_takes_over_after_its_lease()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var world = await World.StartAsync(StoreKind.Redis, cancellation);
        await using var balancer = await LoadBalancer.StartAsync(cancellation);
        // No time to say goodbye: as near to a crash as one process allows.
        var first = world.StartService(balancer.Url, services: services => services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(1)));
        balancer.SendTo(first);
        var polled = new Polled();
        world.Simulator.Provider.Faults.Token.Play(polled, times: 1);
        var call = new HandPlayedCall(first.Twilio, Line.Vestlys);
        await call.RingAsync(cancellation);
        await call.PressAsync(People.Norwegian(221).NationalId, cancellation);
        await call.UntilAskedInAppAsync(cancellation);
        await polled.Arrived.WaitAsync(cancellation);

        var second = world.StartService(balancer.Url);
        balancer.SendTo(second);
        await first.DisposeAsync();
        Assert.Single(world.Simulator.Provider.Orders).MoveTo(OrderStatus.Approved);
        var end = await new HandPlayedCall(second.Twilio, Line.Vestlys) { CallSid = call.CallSid, Answers = { call.Last } }.UntilHandedOnAsync(cancellation);

        Assert.Equal("verified", end.CallerVerification!["status"]!.ToString());
        Assert.Equal(new Manners(0, 0, 0, 0), Manners.Of(world.Simulator.Provider));
        Assert.Empty(await second.SettleAsync(TimeSpan.FromSeconds(20), cancellation));
    }

    private static Scenario Approved(TestPerson person) => new(
        "approved", "A caller among many.", new ScriptedCall(Line.Vestlys, person, [Cues.Enter(person)], [AppAct.Approve], VerifiedTask));

    /// <summary>Tells that a poll has come, and never answers it.</summary>
    private sealed record Polled : Fault
    {
        private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Arrived => _arrived.Task;

        public override Task<bool> PlayAsync(HttpContext context, TimeProvider time, CancellationToken cancellationToken)
        {
            _arrived.TrySetResult();
            return new Hang().PlayAsync(context, time, cancellationToken);
        }
    }
}
