using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Faults;

/// <summary>An agent hangs up between the whisper and the meeting, and the news of it finds nobody who could act on it.</summary>
public class AgentLeavesTests : IAsyncLifetime
{
    private const string Queue = "support";

    private readonly WireMockServer _rest = WireMockServer.Start();
    private World _world = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _world = await World.StartAsync(StoreKind.Redis, Cancellation);
        _rest.Given(Request.Create().UsingPost()).RespondWith(Response.Create().WithStatusCode(200).WithBody("""{"sid":"CA","status":"in-progress"}"""));
    }

    public async ValueTask DisposeAsync()
    {
        await _world.DisposeAsync();
        _rest.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_caller_is_fetched_back_when_the_store_was_away_while_the_agent_hung_up()
    {
        var service = Start();
        var (caller, agent) = await ConferenceAsync(service);

        _world.Redis!.Kill();
        await agent.PostAsync(Step("left"), Cancellation, new KeyValuePair<string, string>("CallStatus", "completed"));
        await UntilAsync(() => service.LogLinesWith("is tried again in").Any());
        await _world.Redis.RestartAsync(Cancellation);

        await UntilAsync(() => _rest.LogEntries.Count == 2);
        Assert.EndsWith("%2Fjoin", SentTo(^1, caller), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_is_fetched_back_by_an_instance_that_never_heard_of_the_agents_end()
    {
        var first = Start();
        var (caller, _) = await ConferenceAsync(first);
        await first.DisposeAsync();
        var second = Start();
        var sameCall = new HandPlayedCall(second.Twilio, Line.Norrsken) { CallSid = caller.CallSid };

        await UntilAsync(async () =>
        {
            var music = await sameCall.PostAsync(Step($"alone/{caller.CallSid}"), Cancellation);
            Assert.Equal(["Play", "Redirect"], music.Twiml.Elements().Select(verb => verb.Name.LocalName));
            return _rest.LogEntries.Count == 2;
        });
        Assert.EndsWith("%2Fjoin", SentTo(^1, caller), StringComparison.Ordinal);
        Assert.Equal("Enqueue", (await sameCall.PostAsync(Step("join"), Cancellation)).Twiml.Elements().Single().Name.LocalName);
    }

    private static string Step(string step) => $"/voice/queue/{Queue}/{step}";

    private ServiceUnderTest Start() => _world.StartService(settings: new Dictionary<string, string>(StringComparer.Ordinal) { ["Twilio:ApiBaseUrl"] = _rest.Url! });

    /// <summary>A caller who is in the conference, and an agent whose way there ends here.</summary>
    private static async Task<(HandPlayedCall Caller, HandPlayedCall Agent)> ConferenceAsync(ServiceUnderTest service)
    {
        var caller = service.Call(Line.Norrsken);
        var agent = new HandPlayedCall(service.Twilio, Line.Norrsken) { To = Line.AgentNumbers[Queue] };
        await caller.RingAsync(Cancellation);
        await caller.PressAsync("0", Cancellation);
        await caller.PostAsync(Step("wait"), Cancellation);
        await agent.PostAsync(Step("next"), Cancellation);
        await agent.PostAsync(Step("bridge"), Cancellation);
        var join = await caller.PostAsync(Step("join"), Cancellation);
        Assert.Equal(caller.CallSid, join.Twiml.Descendants("Conference").Single().Value);
        return (caller, agent);
    }

    private string SentTo(Index which, HandPlayedCall call)
    {
        var sent = _rest.LogEntries[which].RequestMessage!;
        Assert.EndsWith($"/Calls/{call.CallSid}.json", sent.Path, StringComparison.Ordinal);
        return sent.Body!.Split('&').Single(field => field.StartsWith("Url=", StringComparison.Ordinal));
    }

    private static Task UntilAsync(Func<bool> isSo) => UntilAsync(() => Task.FromResult(isSo()));

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(30), "It did not come.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancellation);
        }
    }
}
