using CallerAuth.Agents.Outbound;
using CallerAuth.Calls;
using CallerAuth.Ciba;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Phone;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using CallerAuth.Simulator.Telephony;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Agents;

/// <summary>Whole calls that the company places, through Twilio's REST API and back by its webhooks.</summary>
public class OutboundCallTests
{
    private static readonly Step GoesOn = new(Cues.Menu, "1");

    public static TheoryData<StoreKind> Stores => [StoreKind.Embedded, StoreKind.Redis];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_person_who_is_called_hears_who_it_is_and_reaches_an_agent_verified(StoreKind store)
    {
        await using var world = await World.StartAsync(store, Cancellation);
        var service = world.StartService();
        await using var person = new CalledPerson(world, service, People.Astrid, [AppAct.Approve], CalleeAnswer.PicksUp, GoesOn, Cues.Enter(People.Astrid));

        var placed = Assert.IsType<OutboundAnswer.Placed>(await person.OrderAsync(Line.Norrsken, Cancellation, reason: "callback"));
        var call = await person.EndedAsync(Cancellation);

        var offer = Assert.Single(call.Offers);
        Assert.Equal((AgentKind.Client, "verified", "se-bankid"), (offer.Kind, Text(offer, "status"), Text(offer, "eid")));
        string[] said = [.. call.Transcript.Said.Select(line => line.Text)];
        Assert.Equal("Hej. Det här är Norrsken Bank som ringer.", said[0]);
        Assert.Equal("Du har bett oss att ringa dig.", said[1]);
        Assert.Contains("+4 6, 1 0, 1 0, 0 0, 0 0, 0", said[2], StringComparison.Ordinal);
        Assert.Equal("RP", Assert.Single(world.Simulator.Provider.Orders).Request.CallInitiator);
        Assert.Empty(call.Alerts);
        Assert.Empty(service.LogLinesWith(People.Astrid.NationalId));
        Assert.Empty(service.LogLinesWith(person.Number));
        Assert.Empty(await service.SettleAsync(TimeSpan.FromSeconds(20), Cancellation));
        var ended = Assert.IsType<CallState.Ended>((await person.Desk.FindAsync(placed.Call.CallSid))!.State);
        Assert.Equal((EndReason.TalkedToAgent, null), (ended.Reason, ended.Outcome!.Reason));
    }

    [Fact]
    public async Task The_language_can_be_changed_before_anything_is_asked()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        await using var person = new CalledPerson(
            world, service, People.Bengt, [AppAct.Approve], CalleeAnswer.PicksUp, new Step(Cues.Menu, "3"), GoesOn, Cues.Enter(People.Bengt));

        await person.OrderAsync(Line.NordiskHjelp, Cancellation);
        var call = await person.EndedAsync(Cancellation);

        Assert.Equal("verified", Text(Assert.Single(call.Offers), "status"));
        Assert.Contains(call.Transcript.Said, line => line is { Language: "nb-NO", Text: "Hei. Dette er Nordisk Hjelp som ringer." });
        Assert.Contains(call.Transcript.Said, line => line is { Language: "sv-SE", Text: "Hej. Det här är Nordisk Hjelp som ringer." });
        // Norwegian BankID is not for calls that we place, so there is nothing to choose.
        Assert.DoesNotContain(call.Transcript.Said, line => line.Text.Contains("norskt BankID", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answering_machine_hears_nothing_and_is_noted_as_such()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        await using var person = new CalledPerson(world, world.StartService(), People.Cecilia, [], CalleeAnswer.Voicemail);

        var call = await EndAsync(person, EndReason.AnsweringMachine);

        Assert.Empty(call.Transcript.Said);
        Assert.Empty(world.Simulator.Provider.Orders);
    }

    [Fact]
    public async Task An_answering_machine_may_hear_a_message_that_names_nobody()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService(settings: new Dictionary<string, string>(StringComparer.Ordinal) { ["Outbound:AnsweringMachine"] = "LeaveMessage" });
        await using var person = new CalledPerson(world, service, People.Cecilia, [], CalleeAnswer.Voicemail with { AnsweredBy = "machine_end_beep" });

        var call = await EndAsync(person, EndReason.AnsweringMachine);

        Assert.Equal("Hej. Vi försökte nå dig och ringer igen. Du behöver inte göra något.", Assert.Single(call.Transcript.Said).Text);
    }

    [Theory]
    [InlineData("busy", 2, "Busy")]
    [InlineData("failed", 1, "Failed")]
    [InlineData("in-progress", 1000, "NoAnswer")]
    public async Task A_person_who_is_not_reached_is_noted_as_such(string status, int ringing, string why)
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        await using var person = new CalledPerson(
            world, world.StartService(), People.Cecilia, [], new CalleeAnswer(status, TimeSpan.FromSeconds(ringing)));

        var call = await EndAsync(person, Enum.Parse<EndReason>(why));

        Assert.Empty(call.Transcript.Said);
    }

    [Fact]
    public async Task Whoever_picks_up_and_says_nothing_gets_no_further()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        await using var person = new CalledPerson(world, world.StartService(), People.Cecilia, [], CalleeAnswer.PicksUp with { AnsweredBy = "unknown" });

        var call = await EndAsync(person, EndReason.NotAccepted);

        Assert.Equal(3, call.Transcript.Said.Count(line => line.Text.Contains("tryck 1", StringComparison.Ordinal)));
        Assert.Equal("Tack för att du tog dig tid. Hej då.", call.Transcript.Said.Last().Text);
        Assert.Empty(call.Offers);
    }

    [Fact]
    public async Task A_call_that_rings_can_be_taken_back()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        await using var person = new CalledPerson(world, world.StartService(), People.Cecilia, [], CalleeAnswer.NoAnswer);
        var placed = Assert.IsType<OutboundAnswer.Placed>(await person.OrderAsync(Line.Norrsken, Cancellation));

        await person.Desk.EndAsync(placed.Call, Cancellation);

        var call = await person.EndedAsync(Cancellation);
        Assert.Equal(("canceled", Who.Rest), (call.Status, call.EndedBy));
        Assert.Equal(EndReason.Canceled, Assert.IsType<CallState.Ended>((await person.Desk.FindAsync(call.Sid))!.State).Reason);
    }

    [Fact]
    public async Task A_person_who_hangs_up_while_the_app_waits_is_polled_for_no_more()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        await using var person = new CalledPerson(
            world, service, People.Doris, [AppAct.Ignore], CalleeAnswer.PicksUp, GoesOn, Cues.Enter(People.Doris), new Step(Cues.HoldMusic, HangUp: true));

        await EndAsync(person, EndReason.HungUp);

        // The app still shows the order, and a second one of the person would cancel both: so only the person stays taken.
        Assert.All(await service.SettleAsync(TimeSpan.FromSeconds(3), Cancellation), key => Assert.Contains(":p:", key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Somebody_who_picks_up_a_call_that_we_know_nothing_of_hears_an_apology_and_no_more()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        await using var person = new CalledPerson(world, service, People.Cecilia, [], CalleeAnswer.PicksUp);

        var number = world.Simulator.Carrier.Numbers.Single(number => number.Number == Line.Norrsken.Number);
        world.Simulator.Carrier.Place(person.Number, number with { VoiceUrl = new Uri(service.Url, "/voice/answered") }, TimeSpan.FromSeconds(30), detectsMachines: true);
        var call = await person.EndedAsync(Cancellation);

        Assert.Equal(["Tyvärr har ett tekniskt fel uppstått.", "Tack för att du tog dig tid. Hej då."], call.Transcript.Said.Select(line => line.Text));
        Assert.Empty(call.Offers);
    }

    [Fact]
    public async Task An_eID_for_inbound_calls_only_is_refused_before_anything_rings()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        await using var person = new CalledPerson(world, world.StartService(), People.Cecilia, [], CalleeAnswer.PicksUp);

        var refused = Assert.IsType<OutboundAnswer.Refused>(await person.OrderAsync(Line.Nordlys, Cancellation));

        Assert.Equal(("eid", OutboundFault.InboundOnly), (refused.Field, refused.Fault));
        Assert.Empty(world.Simulator.Carrier.Calls);
    }

    private static async Task<PhoneCall> EndAsync(CalledPerson person, EndReason why)
    {
        var placed = Assert.IsType<OutboundAnswer.Placed>(await person.OrderAsync(Line.Norrsken, Cancellation));
        Assert.Equal(CallInitiator.RelyingParty, placed.Call.Initiator);
        var call = await person.EndedAsync(Cancellation);
        var ended = Assert.IsType<CallState.Ended>((await person.Desk.FindAsync(placed.Call.CallSid))!.State);
        Assert.Equal((why, null), (ended.Reason, ended.Outcome));
        return call;
    }

    private static string? Text(AgentOffer offer, string member) => offer.CallerVerification?[member]?.ToString();
}
