using CallerAuth.Agents.Statistics;
using CallerAuth.Calls;
using CallerAuth.Lines;
using CallerAuth.Tests.Calls;

namespace CallerAuth.Tests.Agents.Statistics;

/// <summary>What each moment of a call counts as.</summary>
public class CallStepsTests
{
    private static readonly CallState Collecting = new CallState.CollectingNationalId(Tries.None);
    private static readonly CallState Starting = new CallState.StartingVerification(Some.Id, Some.Now);
    private static readonly CallState Awaiting = new CallState.AwaitingApproval(Some.Id, "blå hest", default, Some.Now);
    private static readonly CallState Retry = new CallState.OfferingRetry(Some.Id, UnverifiedReason.Declined, Tries.None);

    [Fact]
    public void A_call_that_is_asked_at_once_has_rung_and_been_asked()
    {
        var begun = CallFlow.Begin(Some.CallSid, Some.CalledNumber, Some.Line());

        Assert.Equal(["rang", "asked"], Steps(new Transition(begun, begun with { Version = 1 }, null)));
    }

    [Fact]
    public void The_way_of_a_verified_caller_is_the_funnel()
    {
        string[] steps =
        [
            .. Steps(Collecting, Starting, new CallEvent.NationalIdEntered(Some.Id)),
            .. Steps(Starting, Awaiting, new CallEvent.VerificationStarted(Some.Id, null, TimeSpan.FromMinutes(3))),
            .. Steps(Awaiting, Verified(Handoff.First), new CallEvent.Approved(Some.Id, Some.Identity)),
            .. Steps(Verified(Handoff.First), Verified(Handoff.FirstTold), new CallEvent.OutcomeTold()),
        ];

        Assert.Equal(Figure.Funnel.Skip(2), steps.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void An_unverified_caller_counts_with_the_reason_and_when_handed_on() => Assert.Equal(
        ["reason:skipped", "to_unverified"],
        Steps(Awaiting, new CallState.Unverified(UnverifiedReason.Skipped, Some.Id, Handoff.FirstTold), new CallEvent.AgentRequested()));

    [Fact]
    public void A_line_that_says_goodbye_hands_nobody_on() => Assert.Equal(
        ["reason:expired", "goodbye"],
        Steps(
            Awaiting,
            new CallState.Unverified(UnverifiedReason.Expired, Some.Id, Handoff.FirstTold),
            new CallEvent.DeadlinePassed(),
            Some.LineOptions(line => line.WhenUnverified = new Destination { Kind = DestinationKind.Hangup })));

    [Fact]
    public void A_ring_that_nobody_told_of_is_counted_with_what_comes_after_it()
    {
        var rung = CallFlow.Begin(Some.CallSid, Some.CalledNumber, Some.Line()) with { Version = 1 };

        Assert.Equal(["rang", "asked", "keyed"], Steps(new Transition(rung, rung with { State = Starting, Version = 2 }, new CallEvent.NationalIdEntered(Some.Id))));
        Assert.Equal(["rang", "asked", "left:number"], Steps(new Transition(rung, rung with { State = new CallState.Ended(EndReason.HungUp), Version = 2 }, new CallEvent.HungUp())));
    }

    [Fact]
    public void Who_heard_an_apology_reached_an_agent_unverified_and_stays_so_when_that_one_does_not_answer()
    {
        var steps = Lived(Verified(Handoff.First), new CallEvent.Apologised("1"), new CallEvent.AgentLegFailed("2"));

        Assert.Equal(["reason:error", "to_unverified"], steps);
    }

    [Fact]
    public void A_call_is_handed_on_once_also_where_the_outcome_came_too_late_to_be_heard()
    {
        var steps = Lived(Verified(Handoff.First), new CallEvent.OutcomeTold("1"), new CallEvent.Apologised("1"));

        Assert.Equal(["approved", "to_verified", "reason:error"], steps);
    }

    public static TheoryData<string, string?> Places => new()
    {
        { nameof(CallState.ChoosingLanguage), "left:menu" },
        { nameof(CallState.CollectingNationalId), "left:number" },
        { nameof(CallState.StartingVerification), "left:start" },
        { nameof(CallState.AwaitingApproval), "left:app" },
        { nameof(CallState.OfferingRetry), "left:retry" },
        { nameof(CallState.Verified), "left:handover" },
        { "with the agent", null },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public void Who_hangs_up_left_where_the_call_stood(string state, string? step)
    {
        CallState before = state switch
        {
            nameof(CallState.ChoosingLanguage) => new CallState.ChoosingLanguage(Tries.None),
            nameof(CallState.CollectingNationalId) => Collecting,
            nameof(CallState.StartingVerification) => Starting,
            nameof(CallState.AwaitingApproval) => Awaiting,
            nameof(CallState.OfferingRetry) => Retry,
            nameof(CallState.Verified) => Verified(Handoff.First),
            _ => Verified(Handoff.FirstTold),
        };

        Assert.Equal(step is null ? [] : [step], Steps(before, new CallState.Ended(EndReason.HungUp), new CallEvent.HungUp()));
    }

    [Fact]
    public void Every_place_and_every_reason_has_its_bar()
    {
        var reasons = Enum.GetValues<UnverifiedReason>()
            .SelectMany(reason => Steps(Awaiting, new CallState.Unverified(reason, Some.Id, Handoff.First), new CallEvent.DeadlinePassed()));
        var places = Places.Select(row => row.Data.Item2).OfType<string>();

        Assert.Equal(Figure.Reasons.Select(reason => Figure.Reason + reason), reasons);
        Assert.Equal(Figure.Places.Select(place => Figure.Left + place), places);
    }

    private static IReadOnlyList<string> Lived(CallState state, params CallEvent[] events)
    {
        var call = Some.Call(state);
        var steps = new List<string>();
        foreach (var happened in events)
        {
            var before = call;
            call = CallFlow.Next(call, happened, new CallRules(AsksForEId: false, 3, HasOtherDestination: true, Some.Now));
            steps.AddRange(Steps(new Transition(before, call, happened)));
        }

        return steps;
    }

    private static CallState Verified(Handoff handoff) => new CallState.Verified(Some.Id, Some.Identity, handoff);

    private static IEnumerable<string> Steps(CallState before, CallState after, CallEvent happened, LineOptions? line = null) =>
        CallSteps.Of(new Transition(Some.Call(before), Some.Call(after), happened), line ?? Some.LineOptions());

    private static IEnumerable<string> Steps(Transition transition) => CallSteps.Of(transition, Some.LineOptions());
}
