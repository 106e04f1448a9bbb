using System.Net;
using CallerAuth.Calls;

namespace CallerAuth.IntegrationTests.Voice;

/// <summary>Whatever becomes of a meeting, nobody stays alone in the conference, and nobody is taken out of a talk.</summary>
public class PartingStepsTests
{
    private const string Whisper = "Say Bekreftet innringer: Kari Nordmann. | Redirect bridge";

    private readonly string _agent = Some.CallSid();

    [Fact]
    public async Task A_caller_whose_agent_hung_up_before_they_met_is_fetched_back_to_the_queue()
    {
        await using var rig = await QueueRig.StartAsync();
        var caller = await rig.JoinedCallerAsync(_agent);

        await rig.AgentHangsUpAsync(_agent);

        Assert.Equal(2, rig.Rest.Requests.Count);
        Assert.Equal($"Enqueue {QueueRig.Queue}", await rig.JoinAsync(caller));
        await rig.Steps.WaitAsync(QueueRig.Webhook(caller), QueueRig.Queue);
        Assert.Equal(Whisper, await rig.NextAsync(Some.CallSid()));
    }

    [Fact]
    public async Task A_caller_whom_REST_does_not_fetch_at_once_is_sent_for_again()
    {
        await using var rig = await QueueRig.StartAsync();
        var caller = await rig.JoinedCallerAsync(_agent);
        var tries = 0;
        rig.Rest.Answer = () => ++tries < 4 ? FakeTwilioRest.Refused(HttpStatusCode.ServiceUnavailable, 20503) : FakeTwilioRest.Moved();

        await rig.AgentHangsUpAsync(_agent);

        Assert.Equal(5, rig.Rest.Requests.Count);
        Assert.All(rig.Rest.Requests, request => Assert.EndsWith("/join", request.Url, StringComparison.Ordinal));
        Assert.Equal($"Enqueue {QueueRig.Queue}", await rig.JoinAsync(caller));
    }

    [Fact]
    public async Task A_caller_whom_another_agent_has_found_meanwhile_is_not_sent_for_again()
    {
        await using var rig = await QueueRig.StartAsync();
        var caller = await rig.JoinedCallerAsync(_agent);
        rig.Rest.Answer = async () =>
        {
            await rig.Store.Offers.MeetAsync(caller, Some.CallSid());
            return await FakeTwilioRest.Refused(HttpStatusCode.ServiceUnavailable, 20503);
        };

        await rig.AgentHangsUpAsync(_agent);

        Assert.Equal(2, rig.Rest.Requests.Count);
    }

    [Fact]
    public async Task A_caller_who_has_talked_is_left_in_peace_when_the_agent_hangs_up()
    {
        await using var rig = await QueueRig.StartAsync();
        var caller = await rig.JoinedCallerAsync(_agent);
        Assert.Equal("Hangup ", await TalkedAsync(rig, caller));

        await rig.AgentHangsUpAsync(_agent);

        Assert.Single(rig.Rest.Requests);
        Assert.Equal(EndReason.TalkedToAgent, Assert.IsType<CallState.Ended>((await rig.Store.Calls.FindAsync(caller))!.State).Reason);
    }

    [Fact]
    public async Task A_caller_who_leaves_the_conference_because_we_sent_for_them_has_not_talked()
    {
        await using var rig = await QueueRig.StartAsync();
        var caller = await rig.JoinedCallerAsync(_agent);
        await rig.AgentHangsUpAsync(_agent);

        Assert.Equal($"Enqueue {QueueRig.Queue}", await TalkedAsync(rig, caller));

        Assert.IsType<CallState.Verified>((await rig.Store.Calls.FindAsync(caller))!.State);
    }

    [Fact]
    public async Task A_caller_whose_agent_hung_up_during_the_whisper_is_free_at_once()
    {
        await using var rig = await QueueRig.StartAsync();
        await rig.CallerAsync(QueueRig.Verified("Kari Nordmann"));
        await rig.NextAsync(_agent);

        await rig.AgentHangsUpAsync(_agent);

        Assert.Equal(Whisper, await rig.NextAsync(Some.CallSid()));
    }

    [Fact]
    public async Task A_bridge_that_is_answered_after_the_agents_end_leaves_nobody_alone()
    {
        await using var rig = await QueueRig.StartAsync();
        var caller = await rig.CallerAsync(QueueRig.Verified("Kari Nordmann"));
        await rig.NextAsync(_agent);

        var left = rig.Parting.LeftAsync(QueueRig.Webhook(_agent, callStatus: "completed"), QueueRig.Queue, TestContext.Current.CancellationToken);
        await rig.BridgeAsync(_agent);
        await rig.PassAsync(left);

        Assert.Equal($"Enqueue {QueueRig.Queue}", await rig.JoinAsync(caller));
    }

    [Fact]
    public async Task Who_comes_first_into_the_conference_hears_music_while_the_other_may_still_come()
    {
        await using var rig = await QueueRig.StartAsync();
        var caller = await rig.JoinedCallerAsync(_agent);

        Assert.Equal($"Play hold.mp3 | Redirect {caller}", QueueRig.Brief(await rig.Parting.AloneAsync(caller, QueueRig.Queue)));
        Assert.Equal($"Play hold.mp3 | Redirect {_agent}", QueueRig.Brief(await rig.Parting.AgentAloneAsync(_agent, QueueRig.Queue)));

        Assert.Single(rig.Rest.Requests);
    }

    [Fact]
    public async Task A_caller_who_stays_alone_goes_back_to_the_queue_without_any_news_of_the_agent()
    {
        await using var rig = await QueueRig.StartAsync();
        var caller = await rig.JoinedCallerAsync(_agent);
        await rig.LetMeetingGrowOldAsync(caller);

        await rig.Parting.AloneAsync(caller, QueueRig.Queue);

        Assert.Equal("https://callers.example/voice/queue/claims/join", rig.Rest.Requests[^1].Url);
        Assert.Equal($"Enqueue {QueueRig.Queue}", await TalkedAsync(rig, caller));
        Assert.Equal($"Enqueue {QueueRig.Queue}", await rig.JoinAsync(caller));
    }

    [Fact]
    public async Task A_caller_whom_REST_does_not_fetch_is_sent_for_with_every_round_of_music()
    {
        await using var rig = await QueueRig.StartAsync();
        var caller = await rig.JoinedCallerAsync(_agent);
        await rig.LetMeetingGrowOldAsync(caller);
        rig.Rest.Answer = () => FakeTwilioRest.Refused(HttpStatusCode.ServiceUnavailable, 20503);

        await rig.Parting.AloneAsync(caller, QueueRig.Queue);
        await rig.Parting.AloneAsync(caller, QueueRig.Queue);

        Assert.Equal(3, rig.Rest.Requests.Count);
    }

    [Fact]
    public async Task An_agent_whose_caller_does_not_come_asks_for_the_next()
    {
        await using var rig = await QueueRig.StartAsync();
        var caller = await rig.JoinedCallerAsync(_agent);
        await rig.LetMeetingGrowOldAsync(caller);

        await rig.Parting.AgentAloneAsync(_agent, QueueRig.Queue);

        var (path, url) = rig.Rest.Requests[^1];
        Assert.EndsWith($"/Calls/{_agent}.json", path, StringComparison.Ordinal);
        Assert.Equal("https://callers.example/voice/queue/claims/next", url);
        Assert.Equal($"Enqueue {QueueRig.Queue}", await rig.JoinAsync(caller));
    }

    private static async Task<string> TalkedAsync(QueueRig rig, string caller) =>
        QueueRig.Brief(await rig.Parting.TalkedAsync(QueueRig.Webhook(caller, null, ("DialCallStatus", "answered")), QueueRig.Queue));
}
