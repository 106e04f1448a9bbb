using CallerAuth.Agents.Statistics;
using CallerAuth.Calls;
using CallerAuth.Ciba;
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

    private static readonly CallEvent Entered = new CallEvent.NationalIdEntered(Some.Id);
    private static readonly CallEvent Started = new CallEvent.VerificationStarted(Some.Id, null, TimeSpan.FromMinutes(3));
    private static readonly CallEvent Approved = new CallEvent.Approved(Some.Id, Some.Identity);

    [Fact]
    public void The_way_of_a_verified_caller_is_the_funnel_and_how_long_it_took() => Assert.Equal(
        ["rang", "asked", "keyed", "app_rang", "approved", "since_rang:45", "since_keyed:30", "to_verified"],
        Lived(Begun(), Entered, Started, Approved, new CallEvent.OutcomeTold()));

    [Fact]
    public void An_approval_that_overtakes_the_news_of_the_start_has_rung_the_app_as_well() => Assert.Equal(
        ["rang", "asked", "keyed", "app_rang", "approved", "since_rang:30", "since_keyed:20"],
        Lived(Begun(), Entered, Approved));

    [Fact]
    public void Another_try_adds_only_what_was_not_reached_before() => Assert.Equal(
        ["rang", "asked", "keyed", "app_rang", "approved", "since_rang:120", "since_keyed:90", "to_verified"],
        Lived(
            Begun(), Entered, Started, new CallEvent.AttemptFailed(Some.Id, UnverifiedReason.Declined), new CallEvent.RetryChosen(), Entered, Started, Approved, new CallEvent.OutcomeTold()));

    [Fact]
    public void A_call_of_ours_counts_from_when_somebody_picks_up() => Assert.Equal(
        ["rang", "asked"],
        Lived(CallStory.Begin(Some.PlacedCall(new CallState.Ringing(Some.Now), eid: "no-bankid") with { Version = 1 }, Some.Now), new CallEvent.Answered(), new CallEvent.Accepted()));

    /// <summary>The seed is printed with the failure.</summary>
    [Fact]
    public void Nothing_counts_twice_in_a_call_whatever_happens_in_it()
    {
        foreach (var seed in Enumerable.Range(0, 2000))
        {
            var random = new Random(seed);
            CallEvent[] events = [.. Enumerable.Range(0, 60).Select(step => AnyEvent(random, step))];

            var twice = Lived(Begun(), events).GroupBy(step => step, StringComparer.Ordinal).Where(step => step.Count() > 1).Select(step => step.Key);

            Assert.True(!twice.Any(), $"seed {seed}: {string.Join(", ", twice)}");
        }
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

        Assert.Equal(["rang", "asked", "keyed"], Steps(new Transition(rung, rung with { State = Starting, Attempts = 1, Version = 2 }, new CallEvent.NationalIdEntered(Some.Id))));
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

        Assert.Equal(["to_verified", "reason:error"], steps);
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

    private static Call Begun() => CallStory.Begin(CallFlow.Begin(Some.CallSid, Some.CalledNumber, Some.Line()), Some.Now) with { Version = 1 };

    private static IReadOnlyList<string> Lived(CallState state, params CallEvent[] events) => Lived(Some.Call(state), events);

    /// <summary>Ten seconds and more lie between two events.</summary>
    private static List<string> Lived(Call call, params CallEvent[] events)
    {
        var (now, steps) = (Some.Now, new List<string>());
        foreach (var happened in events)
        {
            now += TimeSpan.FromSeconds(15);
            var before = call;
            var next = CallFlow.Next(call, happened, new CallRules(AsksForEId: false, 3, HasOtherDestination: true, now));
            if (ReferenceEquals(next, before))
                continue;
            call = CallStory.Tell(call, next, happened, now) with { Version = call.Version + 1 };
            steps.AddRange(Steps(new Transition(before, call, happened)));
        }

        return steps;
    }

    private static CallEvent AnyEvent(Random random, int step) => random.Next(16) switch
    {
        0 or 1 => Entered,
        2 or 3 => Started,
        4 => new CallEvent.VerificationNotStarted(Some.Id, UnverifiedReason.Error),
        5 => Approved,
        6 or 7 => new CallEvent.AttemptFailed(Some.Id, UnverifiedReason.Cancelled),
        8 or 9 => new CallEvent.RetryChosen(),
        10 or 11 => new CallEvent.AnswerMissed(Miss.Wrong, $"{step}"),
        12 => new CallEvent.OutcomeTold($"{step}"),
        13 => new CallEvent.AgentLegFailed($"{step}"),
        14 => new CallEvent.Apologised(random.Next(2) == 0 ? $"{step}" : $"{step - 1}"),
        _ => new CallEvent.Progressed(Some.Id, (PendingStep)random.Next(3)),
    };

    private static CallState Verified(Handoff handoff) => new CallState.Verified(Some.Id, Some.Identity, handoff);

    private static IEnumerable<string> Steps(CallState before, CallState after, CallEvent happened, LineOptions? line = null) =>
        CallSteps.Of(new Transition(Some.Call(before), Some.Call(after), happened), line ?? Some.LineOptions());

    private static IEnumerable<string> Steps(Transition transition) => CallSteps.Of(transition, Some.LineOptions());
}
