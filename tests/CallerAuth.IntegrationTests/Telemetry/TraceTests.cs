using System.Collections.Concurrent;
using System.Diagnostics;
using CallerAuth.Calls;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using CallerAuth.Tracing;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Telemetry;

/// <summary>One trace for each call, whichever instances had a hand in it.</summary>
public class TraceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Webhooks_the_start_and_polls_of_a_call_are_one_trace_across_instances()
    {
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == SubjectTrace.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var world = await World.StartAsync(StoreKind.Redis, Cancellation);
        await using var balancer = await LoadBalancer.StartAsync(Cancellation);
        ServiceUnderTest[] instances = [world.StartService(balancer.Url), world.StartService(balancer.Url)];
        balancer.SendTo(instances);

        var call = new HandPlayedCall(instances[0].Twilio, Line.Vestlys);
        await call.RingAsync(Cancellation);
        await call.PressAsync(People.Norwegian(260).NationalId, Cancellation);
        await call.UntilAskedInAppAsync(Cancellation);
        Assert.Single(world.Simulator.Provider.Orders).MoveTo(OrderStatus.Approved);
        await call.UntilHandedOnAsync(Cancellation);
        // The last poll is over when nothing is left to do.
        Assert.Empty(await instances[0].SettleAsync(TimeSpan.FromSeconds(20), Cancellation));
        await UntilAsync(() => spans.Any(span => (string?)span.GetTagItem("callerauth.result") == "Approved"));

        var trace = SubjectTrace.IdOf(CallWaiter.For(call.CallSid));
        var ofCall = spans.Where(span => span.TraceId.ToHexString() == trace).ToArray();
        Assert.All(["voice /voice/incoming", "voice /voice/national-id", "start verification", "poll"], name => Assert.Contains(ofCall, span => span.OperationName == name));
        Assert.All(ofCall, span => Assert.Null(span.ParentId));
        Assert.Contains(ofCall, span => span.OperationName == "poll" && (string?)span.GetTagItem("callerauth.result") == "Approved");
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var looks = 0; !holds() && looks < 100; looks++)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);
    }

    [Fact]
    public void Two_calls_have_two_traces() => Assert.NotEqual(SubjectTrace.IdOf("call:CA1"), SubjectTrace.IdOf("call:CA2"));
}
