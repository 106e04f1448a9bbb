using System.Net;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Faults;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using CallerAuth.Voice;
using Microsoft.Extensions.Logging;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Faults;

/// <summary>
/// The store goes away under a call. Every webhook is answered with TwiML within three seconds (the client's own time-out), the
/// caller reaches an agent as nobody in particular, and no keyed digit is written down anywhere.
/// </summary>
public class StoreFaultTests
{
    private static readonly string[] Steps =
    [
        "/voice/incoming", "/voice/language", "/voice/eid", "/voice/national-id", "/voice/sent", "/voice/hold", "/voice/hold/music", "/voice/retry", "/voice/outcome",
    ];

    private static string Digits { get; } = People.Norwegian(300).NationalId;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_that_starts_without_its_store_leads_callers_on_and_works_once_it_is_there()
    {
        await using var world = await World.StartAsync(StoreKind.Redis, Cancellation);
        world.Redis!.Kill();
        var service = world.StartService();

        AssertLedOn(await service.Call(Line.Vestlys).RingAsync(Cancellation), service);

        await world.Redis.RestartAsync(Cancellation);
        await AssertNextCallWorksAsync(world, service);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_store_that_dies_after_some_steps_leads_the_caller_to_an_agent_and_the_next_call_works(int steps)
    {
        await using var world = await World.StartAsync(StoreKind.Redis, Cancellation);
        var service = world.StartService();
        var call = service.Call(Line.Vestlys);
        Func<Task<Answer>>[] story =
        [
            () => call.RingAsync(Cancellation), () => call.PressAsync(Digits, Cancellation), () => call.PressAsync("", Cancellation), () => call.PressAsync("", Cancellation),
        ];
        foreach (var step in story.Take(steps))
            await step();

        world.Redis!.Kill();
        AssertLedOn(await story[steps](), service);

        await world.Redis.RestartAsync(Cancellation);
        await AssertNextCallWorksAsync(world, service);
        AssertDigitsUnwritten(service);
    }

    [Fact]
    public async Task A_store_that_stands_still_holds_no_webhook_up()
    {
        await using var world = await World.StartAsync(StoreKind.Redis, Cancellation);
        var service = world.StartService();
        var call = service.Call(Line.Vestlys);
        await call.RingAsync(Cancellation);

        world.Redis!.Freeze();
        var answers = await Task.WhenAll(Steps.Select(step => call.PostAsync(step, Cancellation, new KeyValuePair<string, string>("Digits", Digits))));
        var leg = await call.PostAsync("/voice/agent-leg", Cancellation, new KeyValuePair<string, string>("DialCallStatus", "busy"));
        var whisper = await call.PostAsync("/voice/whisper", Cancellation, new KeyValuePair<string, string>("ParentCallSid", call.CallSid));
        var status = await call.HangUpAsync(Cancellation);

        Assert.All(answers, answer => AssertLedOn(answer, service));
        Assert.True(leg.HangsUp);
        // Which line's staff listens cannot be told either, so any of their languages will do.
        Assert.Contains(whisper.Said, Line.All.Select(line => service.Prompt(line, PromptKey.WhisperUnverified)));
        Assert.Equal(HttpStatusCode.NoContent, status.Status);

        world.Redis.Thaw();
        await AssertNextCallWorksAsync(world, service);
        AssertDigitsUnwritten(service);
        Assert.All(world.Simulator.Provider.Orders, order => Assert.NotEqual(Digits, order.Person.NationalId));
    }

    /// <summary>Found by the load mode: the writing of a start timed out and was written all the same, and the app was polled for a call that knew of nothing.</summary>
    [Fact]
    public async Task A_start_that_was_written_too_late_is_polled_for_nobody()
    {
        await using var world = await World.StartAsync(StoreKind.Redis, Cancellation);
        var service = world.StartService();
        var call = service.Call(Line.Vestlys);
        await call.RingAsync(Cancellation);
        var asked = new TaskCompletionSource();
        world.Simulator.Provider.Faults.Start.Dice = () =>
        {
            world.Redis!.Freeze();
            asked.TrySetResult();
            return null;
        };

        await call.PressAsync(Digits, Cancellation);
        await asked.Task.WaitAsync(Cancellation);
        await service.UntilLoggedAsync("could not be started", Cancellation);
        world.Simulator.Mend();
        world.Redis!.Thaw();

        await call.WaitAsync(answer => answer.Asks?.AbsolutePath is not ("/voice/sent" or "/voice/hold/music"), Cancellation);
        Assert.Single(world.Simulator.Provider.Orders);
        Assert.Empty(await service.SettleAsync(TimeSpan.FromSeconds(20), Cancellation));
        Assert.NotEmpty(service.LogLinesWith("was cancelled"));
        await AssertNextCallWorksAsync(world, service);
    }

    [Fact]
    public async Task A_store_that_stands_still_while_the_provider_hangs_leads_the_caller_on_too()
    {
        await using var world = await World.StartAsync(StoreKind.Redis, Cancellation);
        var service = world.StartService();
        world.Simulator.Provider.Faults.Start.Play(new Fault.Hang());
        var (waiting, keying) = (service.Call(Line.Vestlys), service.Call(Line.Vestlys));
        await waiting.RingAsync(Cancellation);
        await waiting.PressAsync(Digits, Cancellation);
        await keying.RingAsync(Cancellation);

        world.Redis!.Freeze();
        var answers = await Task.WhenAll(waiting.PressAsync("", Cancellation), keying.PressAsync(Digits, Cancellation));

        Assert.All(answers, answer => AssertLedOn(answer, service));
        world.Redis.Thaw();
        world.Simulator.Mend();
        await AssertNextCallWorksAsync(world, service);
        AssertDigitsUnwritten(service);
    }

    [Fact]
    public async Task A_line_that_takes_no_unverified_callers_says_sorry_and_goodbye()
    {
        await using var world = await World.StartAsync(StoreKind.Redis, Cancellation);
        var service = world.StartService();
        world.Redis!.Kill();

        var answer = await service.Call(Line.StengtDor).RingAsync(Cancellation);

        Assert.Equal($"{service.Prompt(Line.StengtDor, PromptKey.TechnicalFault)} {service.Prompt(Line.StengtDor, PromptKey.Goodbye)}", answer.Said);
        Assert.True(answer.HangsUp);
    }

    [Theory]
    [InlineData("QueueResult", "error")]
    [InlineData("DialCallStatus", "busy")]
    [InlineData("DialCallStatus", "no-answer")]
    [InlineData("DialCallStatus", "failed")]
    public async Task A_call_that_the_store_lost_goes_to_an_agent_and_never_in_circles(string result, string value)
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        var call = service.Call(Line.Vestlys);
        await call.RingAsync(Cancellation);
        await call.PressAsync(Digits, Cancellation);
        await service.Store.KeyDeleteAsync(service.Keys.Call(call.CallSid));

        var apology = await call.PressAsync("", Cancellation);
        AssertLedOn(apology, service);
        var end = await call.PostAsync(apology.AgentLeg!, [new(result, value)], Cancellation);

        Assert.Equal($"{service.Prompt(Line.Vestlys, PromptKey.NobodyAvailable)} {service.Prompt(Line.Vestlys, PromptKey.Goodbye)}", end.Said);
        Assert.True(end.HangsUp);
        AssertDigitsUnwritten(service);
    }

    [Fact]
    public async Task A_lost_call_that_an_agent_took_ends_when_the_agent_hangs_up()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();

        var end = await service.Call(Line.Vestlys).PostAsync("/voice/agent-leg", Cancellation, new KeyValuePair<string, string>("DialCallStatus", "completed"));

        Assert.Equal("<Hangup />", end.Twiml.Elements().Single().ToString());
    }

    /// <summary>In no log line of any level; that there are lines of the lowest one shows that all are seen.</summary>
    private static void AssertDigitsUnwritten(ServiceUnderTest service)
    {
        Assert.Contains(service.Logs.GetSnapshot(), line => line.Level == LogLevel.Trace);
        Assert.Empty(service.LogLinesWith(Digits));
    }

    private static void AssertLedOn(Answer answer, ServiceUnderTest service)
    {
        Assert.Equal(service.Prompt(Line.Vestlys, PromptKey.Apology), answer.Said);
        Assert.Equal("""{"status":"unverified","reason":"error"}""", answer.CallerVerification?.ToJsonString());
    }

    private static async Task AssertNextCallWorksAsync(World world, ServiceUnderTest service)
    {
        await service.UntilReadyAsync(Cancellation);
        var person = People.Norwegian(301);
        var call = service.Call(Line.Vestlys);
        await call.RingAsync(Cancellation);
        await call.PressAsync(person.NationalId, Cancellation);
        await call.UntilAskedInAppAsync(Cancellation);
        Assert.Single(world.Simulator.Provider.Orders, order => order.Person.NationalId == person.NationalId).MoveTo(OrderStatus.Approved);
        var end = await call.UntilHandedOnAsync(Cancellation);
        Assert.Equal("verified", end.CallerVerification!["status"]!.ToString());
    }
}
