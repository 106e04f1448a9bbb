using System.Net;
using CallerAuth.Calls;

namespace CallerAuth.IntegrationTests.Voice;

/// <summary>A queue from both ends, with a real store and a Twilio that can be told what to answer.</summary>
public class AgentQueueStepsTests
{
    private const string Nobody = "Say Ingen venter i køen. Bli på linjen, så får du neste innringer. | Play hold.mp3 | Redirect next";
    private const string Trouble = "Say Beklager, det har oppstått en teknisk feil. | Play hold.mp3 | Redirect next";
    private const string UnverifiedWhisper = "Say Merk: Innringeren er ikke bekreftet. | Redirect bridge";

    private readonly string _agent = Some.CallSid();

    [Fact]
    public async Task An_agent_hears_who_it_is_and_then_both_are_sent_to_one_conference()
    {
        await using var rig = await QueueRig.StartAsync();
        var caller = await rig.CallerAsync(QueueRig.Verified("Kari Nordmann"));

        Assert.Equal("Say Bekreftet innringer: Kari Nordmann. | Redirect bridge", await rig.NextAsync(_agent));
        Assert.Equal($"Dial {caller}", await rig.BridgeAsync(_agent));

        var (path, url) = Assert.Single(rig.Rest.Requests);
        Assert.EndsWith($"/Calls/{caller}.json", path, StringComparison.Ordinal);
        Assert.Equal("https://callers.example/voice/queue/claims/join", url);
        Assert.Equal($"Dial {caller}", await rig.JoinAsync(caller));
        Assert.Equal(Nobody, await rig.NextAsync(Some.CallSid()));
    }

    [Fact]
    public async Task An_agent_of_an_empty_queue_waits_with_music_and_asks_again()
    {
        await using var rig = await QueueRig.StartAsync();

        Assert.Equal(Nobody, await rig.NextAsync(_agent));
    }

    [Fact]
    public async Task A_caller_who_is_not_verified_is_never_whispered_as_verified()
    {
        await using var rig = await QueueRig.StartAsync();
        await rig.CallerAsync(new CallState.Unverified(UnverifiedReason.Declined, null, Handoff.FirstTold));

        Assert.Equal(UnverifiedWhisper, await rig.NextAsync(_agent));
    }

    [Fact]
    public async Task A_caller_whose_call_is_not_known_is_somebody_unverified()
    {
        await using var rig = await QueueRig.StartAsync();
        await rig.Steps.WaitAsync(QueueRig.Webhook(Some.CallSid()), QueueRig.Queue);

        Assert.Equal(UnverifiedWhisper, await rig.NextAsync(_agent));
    }

    [Fact]
    public async Task A_caller_whose_call_cannot_be_opened_is_somebody_unverified()
    {
        await using var rig = await QueueRig.StartAsync();
        var caller = await rig.CallerAsync(QueueRig.Verified("Kari Nordmann"));
        await rig.Store.Database.HashSetAsync(rig.Store.Keys.Call(caller), "call", new byte[64]);

        Assert.Equal(UnverifiedWhisper, await rig.NextAsync(_agent));
    }

    [Fact]
    public async Task A_caller_who_hung_up_is_skipped()
    {
        await using var rig = await QueueRig.StartAsync();
        var gone = await rig.CallerAsync(new CallState.Ended(EndReason.HungUp));
        await rig.Store.Waiting.JoinAsync(QueueRig.Queue, gone, TimeSpan.FromSeconds(1));
        await rig.CallerAsync(QueueRig.Verified("Ola Nordmann"));

        Assert.Equal("Say Bekreftet innringer: Ola Nordmann. | Redirect bridge", await rig.NextAsync(_agent));
    }

    [Fact]
    public async Task The_same_webhook_twice_names_the_same_caller_and_takes_no_second_one()
    {
        await using var rig = await QueueRig.StartAsync();
        await rig.CallerAsync(QueueRig.Verified("Kari Nordmann"));
        await rig.CallerAsync(QueueRig.Verified("Ola Nordmann"));

        var first = await rig.NextAsync(_agent, "token-1");

        Assert.Equal(first, await rig.NextAsync(_agent, "token-1"));
        Assert.NotEqual(first, await rig.NextAsync(Some.CallSid(), "token-2"));
    }

    [Fact]
    public async Task The_same_webhook_that_comes_while_the_first_is_answered_waits_for_that_answer()
    {
        await using var rig = await QueueRig.StartAsync();
        var caller = await rig.CallerAsync(QueueRig.Verified("Kari Nordmann"));
        await rig.Store.Offers.BeginAsync(_agent, "token-1");

        var twin = rig.NextAsync(_agent, "token-1");
        await rig.Store.Offers.OfferAsync(_agent, "token-1", caller);
        await rig.PassAsync(twin);

        Assert.Equal("Say Bekreftet innringer: Kari Nordmann. | Redirect bridge", await twin);
    }

    [Fact]
    public async Task The_same_bridge_twice_moves_the_caller_once()
    {
        await using var rig = await QueueRig.StartAsync();
        await rig.CallerAsync(QueueRig.Verified("Kari Nordmann"));
        await rig.NextAsync(_agent);

        var first = await rig.BridgeAsync(_agent);

        Assert.Equal(first, await rig.BridgeAsync(_agent));
        Assert.Single(rig.Rest.Requests);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, 21220)]
    [InlineData(HttpStatusCode.NotFound, 20404)]
    public async Task A_caller_who_is_gone_makes_room_for_the_next(HttpStatusCode status, int code)
    {
        await using var rig = await QueueRig.StartAsync();
        rig.Rest.Answer = () => FakeTwilioRest.Refused(status, code);
        await rig.CallerAsync(QueueRig.Verified("Kari Nordmann"));
        await rig.NextAsync(_agent);

        Assert.Equal("Redirect next", await rig.BridgeAsync(_agent));
        Assert.Equal(Nobody, await rig.NextAsync(_agent));
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, 20003)]
    [InlineData(HttpStatusCode.ServiceUnavailable, 20503)]
    public async Task A_caller_whom_twilio_does_not_move_stays_in_the_queue(HttpStatusCode status, int code)
    {
        await using var rig = await QueueRig.StartAsync();
        rig.Rest.Answer = () => FakeTwilioRest.Refused(status, code);
        var caller = await rig.CallerAsync(QueueRig.Verified("Kari Nordmann"));
        await rig.NextAsync(_agent);

        Assert.Equal(Trouble, await rig.BridgeAsync(_agent));
        Assert.NotNull(await rig.Store.Database.SortedSetScoreAsync(rig.Store.Keys.Queue(QueueRig.Queue), caller));
    }

    [Fact]
    public async Task A_caller_whom_twilio_does_not_move_is_free_for_the_next_agent_at_once()
    {
        await using var rig = await QueueRig.StartAsync();
        rig.Rest.Answer = () => FakeTwilioRest.Refused(HttpStatusCode.ServiceUnavailable, 20503);
        await rig.CallerAsync(QueueRig.Verified("Kari Nordmann"));
        await rig.NextAsync(_agent);
        await rig.BridgeAsync(_agent);

        Assert.Equal("Say Bekreftet innringer: Kari Nordmann. | Redirect bridge", await rig.NextAsync(Some.CallSid()));
    }

    [Fact]
    public async Task A_redirect_that_was_given_up_and_is_carried_out_later_brings_the_caller_back_to_the_queue()
    {
        await using var rig = await QueueRig.StartAsync();
        var late = new TaskCompletionSource<Twilio.Http.Response>();
        rig.Rest.Answer = () => late.Task;
        var caller = await rig.CallerAsync(QueueRig.Verified("Kari Nordmann"));
        await rig.NextAsync(_agent);

        var bridge = rig.BridgeAsync(_agent);
        await rig.Rest.Asked;
        rig.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(Trouble, await bridge);
        Assert.Equal($"Enqueue {QueueRig.Queue}", await rig.JoinAsync(caller));
    }

    [Fact]
    public async Task A_caller_whose_call_has_ended_does_not_wait_again()
    {
        await using var rig = await QueueRig.StartAsync();
        var caller = await rig.CallerAsync(new CallState.Ended(EndReason.TalkedToAgent));

        Assert.Equal("Hangup ", await rig.JoinAsync(caller));
    }

    [Fact]
    public async Task A_late_wait_does_not_bring_back_a_caller_who_talks()
    {
        await using var rig = await QueueRig.StartAsync();
        var caller = await rig.CallerAsync(QueueRig.Verified("Kari Nordmann"));
        await rig.NextAsync(_agent);
        await rig.BridgeAsync(_agent);
        await rig.JoinAsync(caller);

        await rig.Steps.WaitAsync(QueueRig.Webhook(caller), QueueRig.Queue);

        Assert.Equal(Nobody, await rig.NextAsync(Some.CallSid()));
    }

    [Fact]
    public async Task A_caller_who_waits_long_after_a_meeting_has_not_met_and_is_free_for_another_agent()
    {
        await using var rig = await QueueRig.StartAsync();
        var caller = await rig.JoinedCallerAsync(_agent);
        await rig.LetMeetingGrowOldAsync(caller);

        await rig.Steps.WaitAsync(QueueRig.Webhook(caller), QueueRig.Queue);

        var another = Some.CallSid();
        Assert.Equal("Say Bekreftet innringer: Kari Nordmann. | Redirect bridge", await rig.NextAsync(another));
        Assert.Equal($"Dial {caller}", await rig.BridgeAsync(another));
    }

    [Fact]
    public async Task A_late_wait_of_a_call_that_is_over_puts_nobody_into_the_queue()
    {
        await using var rig = await QueueRig.StartAsync();

        var caller = await rig.CallerAsync(new CallState.Ended(EndReason.HungUp));

        Assert.False(await rig.WaitsAsync(caller));
    }

    [Fact]
    public async Task An_agent_whose_offer_has_run_out_asks_anew()
    {
        await using var rig = await QueueRig.StartAsync();

        Assert.Equal("Redirect next", await rig.BridgeAsync(_agent));
        Assert.Empty(rig.Rest.Requests);
    }

    [Fact]
    public async Task A_caller_whom_another_agent_has_is_not_moved_again()
    {
        await using var rig = await QueueRig.StartAsync();
        var caller = await rig.CallerAsync(QueueRig.Verified("Kari Nordmann"));
        await rig.NextAsync(_agent);
        await rig.Store.Offers.MeetAsync(caller, Some.CallSid());

        Assert.Equal("Redirect next", await rig.BridgeAsync(_agent));
        Assert.Empty(rig.Rest.Requests);
    }

    [Fact]
    public async Task A_webhook_without_a_call_is_answered_all_the_same()
    {
        await using var rig = await QueueRig.StartAsync();

        Assert.Equal(Trouble, await rig.NextAsync("CA1"));
        Assert.Equal("Redirect next", await rig.BridgeAsync("CA1"));
        Assert.Equal("Play hold.mp3", QueueRig.Brief(await rig.Steps.WaitAsync(QueueRig.Webhook("CA1"), QueueRig.Queue)));
    }
}
