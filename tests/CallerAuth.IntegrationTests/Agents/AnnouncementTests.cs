using System.Net;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Phone;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using CallerAuth.Simulator.Telephony;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Agents;

/// <summary>A caller who talks with an agent hears the words from the service, and the two stay together.</summary>
public sealed class AnnouncementTests : IAsyncLifetime, IDisposable
{
    private World _world = null!;
    private ServiceUnderTest _service = null!;
    private ApiClient _api = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        // Unverified callers of this line wait in a queue of ours too, so that one of them can talk to an agent.
        _service = _world.StartService(settings: new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [$"Lines:{Line.Nordlys.Number}:WhenUnverified:Kind"] = "Queue",
            [$"Lines:{Line.Nordlys.Number}:WhenUnverified:Name"] = "support",
        });
        _api = new ApiClient(_service.Url);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task In_a_conference_the_caller_alone_hears_the_words_and_stays()
    {
        var call = await InTalkAsync("support", Line.Nordlys, Cues.Choose("1"), new Step(Cues.NorwegianNumber, "0"));
        var (id, words) = await AskedAsync(Line.Nordlys, call, 420);

        var answer = await AnnounceAsync(id);

        Assert.Equal(HttpStatusCode.NoContent, answer.Status);
        await UntilAsync(() => call.Transcript.Said.Count(line => line.Language == "nb-NO" && words.Split(' ').All(word => line.Text.Contains(word, StringComparison.OrdinalIgnoreCase))) == 2);
        Assert.True(call.IsInProgress);
        Assert.Empty(call.Alerts);
    }

    [Fact]
    public async Task Outside_of_a_conference_the_two_are_left_in_peace()
    {
        var call = await InTalkAsync(Line.Vestlys.WhenUnverified.Address!, Line.Vestlys, new Step(Cues.NorwegianNumber, "0"));
        var (id, _) = await AskedAsync(Line.Vestlys, call, 421);

        Assert.Equal("cannot-announce", (await AnnounceAsync(id)).Problem);

        Assert.True(call.IsInProgress);
    }

    [Fact]
    public async Task Without_a_call_or_after_the_end_there_is_nothing_to_announce()
    {
        var (id, _) = await AskedAsync(Line.Nordlys, call: null, 422);
        var without = await AnnounceAsync(id);
        Assert.Single(_world.Simulator.Provider.Orders).MoveTo(OrderStatus.Declined);
        await _api.UntilEndedAsync(id, Cancellation);

        Assert.Equal("cannot-announce", without.Problem);
        Assert.Equal("cannot-announce", (await AnnounceAsync(id)).Problem);
        Assert.Equal("not-found", (await AnnounceAsync("07" + new string('a', 24))).Problem);
    }

    private async Task<(string Id, string Words)> AskedAsync(Line line, PhoneCall? call, int person)
    {
        var body = ApiClient.Norwegian(People.Norwegian(person).NationalId, line);
        if (call is not null)
            body["callSid"] = call.Sid;
        var id = (await _api.StartAsync(body, Cancellation))["id"]!;
        return (id, (await _api.UntilPendingAsync(id, Cancellation))["words"]!);
    }

    private Task<ApiAnswerRead> AnnounceAsync(string id) => _api.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"{ApiClient.Verifications}/{id}/announcement"), Cancellation);

    private async Task<PhoneCall> InTalkAsync(string agents, Line line, params Step[] steps)
    {
        var talks = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _world.Simulator.Carrier.Agents[agents] = AgentAnswer.PicksUp with { Talk = TimeSpan.FromMinutes(10) };
        var call = _world.Simulator.Carrier.Dial("+4790000001", line.Number, dialled =>
        {
            dialled.Attach(new Caller(dialled, steps).Notice);
            dialled.Attach(moment =>
            {
                if (moment.Kind == MomentKind.WithAgent)
                    talks.TrySetResult();
            });
        });
        await talks.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Cancellation);
        return call;
    }

    private static async Task UntilAsync(Func<bool> wished)
    {
        for (var looks = 0; !wished(); looks++)
        {
            Assert.True(looks < 400, "It did not come.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);
        }
    }
}
