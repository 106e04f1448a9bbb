using CallerAuth.Agents.Board;
using CallerAuth.Agents.Requests;
using CallerAuth.Calls;
using CallerAuth.Ciba;
using CallerAuth.Lines;
using CallerAuth.Tests.Calls;
using static CallerAuth.Calls.CallState;

namespace CallerAuth.Tests.Agents.Board;

/// <summary>An agent sees what the line allows, and never more certainty than there is.</summary>
public class CallCardTests
{
    public static TheoryData<string> States => [.. CallSamples.All.Keys];

    [Theory]
    [MemberData(nameof(States))]
    public void Only_a_verified_call_is_shown_as_verified_and_names_somebody(string state)
    {
        var call = CallSamples.All[state];

        var card = CallCard.Of(call, Some.Line());

        Assert.Equal(call.State is Ended, card is null);
        Assert.Equal(call.State is Verified, card?.Status == CardStatus.Verified);
        if (call.State is not Verified)
            Assert.True(card is null or { Name: null, BirthDate: null, AuthenticatedAt: null });
    }

    [Fact]
    public void Name_and_birth_date_are_shown_where_the_line_hands_them_on()
    {
        var call = Some.Call(new Verified(Some.Id, Some.Identity, Handoff.First));

        var shared = CallCard.Of(call, Some.Line())!;
        var kept = CallCard.Of(call, Some.Line(line => line.Attributes = []))!;

        Assert.Equal(("Kari Nordmann", new DateOnly(1985, 3, 15)), (shared.Name, shared.BirthDate));
        Assert.Equal((null, (DateOnly?)null), (kept.Name, kept.BirthDate));
        Assert.DoesNotContain("Kari", shared.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_agent_asked_last_counts_for_more_than_an_earlier_yes()
    {
        var line = Some.Line();
        var verified = CallCard.Of(Some.Call(new Verified(Some.Id, Some.Identity, Handoff.First)), line)!;

        var pending = verified.With(Asked(new RequestState.Pending("Frekk Julekos", default, Some.Now)), line);
        var failed = verified.With(Asked(new RequestState.Unverified(UnverifiedReason.Mismatch)), line);
        var proven = failed.With(Asked(new RequestState.Verified(Some.Identity)), line);

        Assert.Equal((CardStatus.Verifying, null), (pending.Status, pending.Name));
        Assert.Equal((CardStatus.Unverified, UnverifiedReason.Mismatch, null), (failed.Status, failed.Reason, failed.Name));
        Assert.Equal((CardStatus.Verified, "Kari Nordmann"), (proven.Status, proven.Name));
    }

    [Fact]
    public void An_answer_that_is_lost_takes_an_earlier_yes_away_as_well()
    {
        var verified = CallCard.Of(Some.Call(new Verified(Some.Id, Some.Identity, Handoff.First)), Some.Line())!;

        var lost = verified.WithLostAsking();

        Assert.Equal((CardStatus.Unverified, UnverifiedReason.Error, null), (lost.Status, lost.Reason, lost.Name));
        Assert.NotEqual(verified.Version, lost.Version);
    }

    [Fact]
    public void After_an_apology_the_card_says_what_the_agent_was_told_and_where_the_caller_went()
    {
        var line = Some.Line(options => options.WhenVerified = new Destination { Kind = DestinationKind.Client, Identity = "agent_1" });
        var rules = new CallRules(AsksForEId: false, 3, HasOtherDestination: true, Some.Now);

        var before = CallFlow.Next(Some.Call(new Verified(Some.Id, Some.Identity, Handoff.First)), new CallEvent.Apologised("1"), rules);
        var late = CallFlow.Next(CallFlow.Next(Some.Call(new Verified(Some.Id, Some.Identity, Handoff.First)), new CallEvent.OutcomeTold("1"), rules), new CallEvent.Apologised("1"), rules);

        Assert.All([CallCard.Of(before, line)!, CallCard.Of(late, line)!], card => Assert.Equal(
            (CardStatus.Unverified, UnverifiedReason.Error, "+4722000000", null),
            (card.Status, card.Reason, card.LedTo, card.Name)));
    }

    [Fact]
    public void A_call_is_one_agents_own_only_when_their_softphone_was_rung()
    {
        var softphone = new Destination { Kind = DestinationKind.Client, Identity = "agent_1" };
        var queue = new Destination { Kind = DestinationKind.Queue, Name = "agent_1" };
        var number = new Destination { Kind = DestinationKind.Number, Number = "+4722000000" };

        (bool IsOwn, bool IsForMany) Led(Destination to, Handoff handoff) =>
            CallCard.Of(Some.Call(new Verified(Some.Id, Some.Identity, handoff)), Some.Line(line => line.WhenVerified = to)) is { } card ? (card.IsAtSoftphone, card.IsForMany) : default;

        Assert.Equal((true, false), Led(softphone, Handoff.FirstTold));
        Assert.Equal((false, false), Led(softphone, Handoff.First));
        Assert.Equal((false, true), Led(queue, Handoff.FirstTold));
        Assert.Equal((false, true), Led(number, Handoff.FirstTold));
    }

    [Fact]
    public void A_second_request_that_ended_like_the_first_is_drawn_too()
    {
        var line = Some.Line();
        var card = CallCard.Of(Some.Call(new Verified(Some.Id, Some.Identity, Handoff.First)), line)!;
        var first = card.With(Asked(new RequestState.Unverified(UnverifiedReason.Unavailable)), line);
        var second = first with { Asked = default };

        Assert.True(CallerAuth.Agents.Console.Board.Same([first], [first with { }]));
        Assert.False(CallerAuth.Agents.Console.Board.Same([first], [second]));
    }

    [Theory]
    [InlineData("urn:grn:authn:no:bankid:substantial", "Substantial")]
    [InlineData("urn:grn:authn:no:bankid:high", "High")]
    [InlineData("urn:grn:authn:se:bankid", "Unstated")]
    public void A_level_is_only_said_where_the_provider_says_it(string acr, string level) => Assert.Equal(level, CallCard.LevelOf(acr).ToString());

    private static RequestedVerification Asked(RequestState state) => new()
    {
        Id = Some.OtherId,
        Line = Some.CalledNumber,
        CallSid = Some.CallSid,
        EId = "no-bankid",
        Initiator = CallInitiator.User,
        AskedBy = "agent:kari",
        AskedAt = Some.Now,
        Person = "p",
        State = state,
        ChangedAt = Some.Now,
    };
}
