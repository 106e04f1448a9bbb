using CallerAuth.Calls;
using CallerAuth.Lines;
using static CallerAuth.Calls.CallEvent;
using static CallerAuth.Calls.CallState;

namespace CallerAuth.Tests.Calls;

/// <summary>The stories that the table cannot tell: several things that happen to one call, one after the other.</summary>
public class CallFlowTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(3);

    [Fact]
    public void A_call_on_a_line_with_one_language_and_one_eID_begins_with_the_number()
    {
        var call = CallFlow.Begin(Some.CallSid, Some.CalledNumber, Some.Line());

        Assert.Equal(new CollectingNationalId(Tries.None), call.State);
        Assert.Equal(("nb-NO", "no-bankid", 0, 0L), (call.Language, call.EId, call.Attempts, call.Version));
    }

    [Fact]
    public void A_call_on_a_line_with_two_of_each_is_asked_for_the_language_and_then_for_the_eID()
    {
        var line = Some.Line(options => (options.Languages, options.Eids) = (["sv-SE", "nb-NO"], ["se-bankid", "no-bankid"]));

        var call = CallFlow.Begin(Some.CallSid, Some.CalledNumber, line);
        Assert.Equal(new ChoosingLanguage(Tries.None), call.State);
        Assert.Null(call.EId);

        call = After(call, line, new LanguageChosen("nb-NO"));
        Assert.Equal(new ChoosingEId(Tries.None), call.State);
        call = After(call, line, new EIdChosen("se-bankid"));
        Assert.Equal(new CollectingNationalId(Tries.None), call.State);
        Assert.Equal(("nb-NO", "se-bankid"), (call.Language, call.EId));
    }

    [Fact]
    public void A_call_of_ours_is_asked_for_the_eID_only_where_there_is_a_choice_that_nobody_made()
    {
        var placed = Some.PlacedCall(new Ringing(Some.Now)).Placed!;
        var one = Some.Line(options => options.Eids = ["se-bankid"]);
        var several = one with { EIds = [Some.EIds.Get("se-bankid"), Some.EIds.Get("se-bankid") with { Name = "se-other" }] };

        Assert.Equal(new CollectingNationalId(Tries.None), After(Place(one, eid: null), one, new Answered(), new Accepted()).State);
        Assert.Equal(new ChoosingEId(Tries.None), After(Place(several, eid: null), several, new Answered(), new Accepted()).State);
        Assert.Equal(new CollectingNationalId(Tries.None), After(Place(several, "se-other"), several, new Answered(), new Accepted()).State);

        Call Place(Line line, string? eid) => CallFlow.Place(Some.CallSid, Some.CalledNumber, line, language: null, eid, placed, Some.Now);
    }

    [Fact]
    public void A_call_that_has_ended_tells_what_had_come_of_verifying()
    {
        var verified = After(Asked(), new NationalIdEntered(Some.Id), Started(Some.Id), new Approved(Some.Id, Some.Identity), new HungUp());
        var skipped = After(Asked(), new AgentRequested(), new HungUp());
        var neither = After(Asked(), new NationalIdEntered(Some.Id), Started(Some.Id), new HungUp());

        Assert.Equal(new Ended(EndReason.HungUp, new CallOutcome(Some.Id, null)), verified.State);
        Assert.Equal(new Ended(EndReason.HungUp, new CallOutcome(null, UnverifiedReason.Skipped)), skipped.State);
        Assert.Equal(new Ended(EndReason.HungUp), neither.State);
    }

    [Fact]
    public void An_approved_caller_reaches_an_agent_verified()
    {
        var call = After(Asked(), new NationalIdEntered(Some.Id), Started(Some.Id), new Approved(Some.Id, Some.Identity), new OutcomeTold());

        Assert.Equal(new Verified(Some.Id, Some.Identity, Handoff.FirstTold), call.State);
        Assert.Equal(EndReason.TalkedToAgent, Assert.IsType<Ended>(After(call, new AgentLegEnded()).State).Reason);
    }

    [Fact]
    public void An_approval_that_overtakes_the_start_counts()
    {
        var call = After(Asked(), new NationalIdEntered(Some.Id), new Approved(Some.Id, Some.Identity));

        Assert.Equal(new Verified(Some.Id, Some.Identity, Handoff.First), call.State);
        Assert.Same(call, After(call, Started(Some.Id)));
    }

    [Fact]
    public void A_declined_caller_who_gives_up_reaches_an_agent_unverified()
    {
        var call = After(Asked(), new NationalIdEntered(Some.Id), Started(Some.Id), new AttemptFailed(Some.Id, UnverifiedReason.Declined), new AgentRequested());

        Assert.Equal(new Unverified(UnverifiedReason.Declined, Some.Id, Handoff.FirstTold, ReasonTold: true), call.State);
    }

    [Fact]
    public void A_late_approval_after_0_was_pressed_changes_nothing()
    {
        var call = After(Asked(), new NationalIdEntered(Some.Id), Started(Some.Id), new AgentRequested());

        Assert.Equal(new Unverified(UnverifiedReason.Skipped, Some.Id, Handoff.FirstTold), call.State);
        Assert.Same(call, After(call, new Approved(Some.Id, Some.Identity)));
        Assert.Same(call, After(call, new AttemptFailed(Some.Id, UnverifiedReason.Expired)));
    }

    [Fact]
    public void An_approval_for_an_older_verification_changes_nothing()
    {
        var call = After(
            Asked(),
            new NationalIdEntered(Some.OtherId), Started(Some.OtherId), new AttemptFailed(Some.OtherId, UnverifiedReason.Expired),
            new RetryChosen(), new NationalIdEntered(Some.Id), Started(Some.Id));

        Assert.Same(call, After(call, new Approved(Some.OtherId, Some.Identity)));
        Assert.Equal(Some.Id, call.Running);
    }

    [Fact]
    public void There_are_three_attempts_in_all()
    {
        var call = Asked();
        foreach (var _ in new[] { 1, 2 })
        {
            call = After(call, new NationalIdEntered(Some.Id), Started(Some.Id), new AttemptFailed(Some.Id, UnverifiedReason.Declined));
            Assert.Equal(new OfferingRetry(Some.Id, UnverifiedReason.Declined, Tries.None), call.State);
            call = After(call, new RetryChosen());
        }

        call = After(call, new NationalIdEntered(Some.Id), Started(Some.Id), new AttemptFailed(Some.Id, UnverifiedReason.Declined));

        Assert.Equal(new Unverified(UnverifiedReason.Declined, Some.Id, Handoff.First), call.State);
        Assert.Equal(3, call.Attempts);
        Assert.Same(call, After(call, new RetryChosen()));
        Assert.Same(call, After(call, new NationalIdEntered(Some.OtherId)));
    }

    [Fact]
    public void A_start_that_failed_counts_as_an_attempt()
    {
        var call = After(Asked(), new NationalIdEntered(Some.Id), new VerificationNotStarted(Some.Id, UnverifiedReason.Error));

        Assert.Equal(new OfferingRetry(Some.Id, UnverifiedReason.Error, Tries.None), call.State);
        Assert.Equal(1, call.Attempts);
    }

    [Fact]
    public void Somebody_else_than_was_named_gets_no_further_try()
    {
        var call = After(Asked(), new NationalIdEntered(Some.Id), Started(Some.Id), new AttemptFailed(Some.Id, UnverifiedReason.Mismatch));

        Assert.Equal(new Unverified(UnverifiedReason.Mismatch, Some.Id, Handoff.First), call.State);
        Assert.Same(call, After(call, new RetryChosen()));
    }

    [Fact]
    public void The_same_request_delivered_twice_counts_one_miss()
    {
        var once = After(Asked(), new AnswerMissed(Miss.Wrong, "first"));

        Assert.Same(once, After(once, new AnswerMissed(Miss.Wrong, "first")));
        Assert.Equal(new CollectingNationalId(new Tries(2, Miss.Nothing, "second")), After(once, new AnswerMissed(Miss.Nothing, "second")).State);
    }

    [Fact]
    public void Requests_without_a_token_count_each()
    {
        var call = After(Asked(), new AnswerMissed(Miss.Wrong), new AnswerMissed(Miss.Wrong), new AnswerMissed(Miss.Wrong));

        Assert.Equal(new Unverified(UnverifiedReason.InvalidInput, null, Handoff.FirstTold), call.State);
    }

    [Fact]
    public void The_last_miss_says_why()
    {
        var call = After(Asked(), new AnswerMissed(Miss.Wrong), new AnswerMissed(Miss.Wrong), new AnswerMissed(Miss.Nothing));

        Assert.Equal(new Unverified(UnverifiedReason.NoInput, null, Handoff.FirstTold), call.State);
    }

    [Fact]
    public void Each_question_has_three_tries_of_its_own()
    {
        var line = Some.Line(options => options.Languages = ["nb-NO", "en-GB"]);
        var call = CallFlow.Begin(Some.CallSid, Some.CalledNumber, line);

        call = After(call, line, new AnswerMissed(Miss.Nothing), new AnswerMissed(Miss.Nothing), new LanguageChosen("en-GB"));

        Assert.Equal(new CollectingNationalId(Tries.None), call.State);
    }

    [Fact]
    public void A_lost_start_is_given_up_at_its_deadline_and_not_before()
    {
        var call = After(Asked(), new NationalIdEntered(Some.Id));

        Assert.Same(call, At(Some.Now + CallRules.StartAtMost - TimeSpan.FromTicks(1), call, new DeadlinePassed()));
        Assert.Equal(new OfferingRetry(Some.Id, UnverifiedReason.Error, Tries.None), At(Some.Now + CallRules.StartAtMost, call, new DeadlinePassed()).State);
    }

    [Fact]
    public void A_verification_that_nobody_tells_the_end_of_expires_a_moment_after_its_time()
    {
        var call = After(Asked(), new NationalIdEntered(Some.Id), Started(Some.Id));

        Assert.Same(call, At(Some.Now + Wait, call, new DeadlinePassed()));
        Assert.Equal(new OfferingRetry(Some.Id, UnverifiedReason.Expired, Tries.None), At(Some.Now + Wait + CallRules.Grace, call, new DeadlinePassed()).State);
    }

    [Fact]
    public void A_failing_leg_goes_to_the_other_destination_once_and_then_nobody_answered()
    {
        var verified = Some.Call(new Verified(Some.Id, Some.Identity, Handoff.FirstTold));

        var second = After(verified, new AgentLegFailed("first"));
        Assert.Equal(new Verified(Some.Id, Some.Identity, new Handoff(1, Told: true, "first")), second.State);

        Assert.Equal(EndReason.NobodyAnswered, Assert.IsType<Ended>(After(second, new AgentLegFailed("second")).State).Reason);
    }

    [Fact]
    public void The_news_of_one_failing_leg_delivered_twice_does_not_fail_the_other_one()
    {
        var second = After(Some.Call(new Verified(Some.Id, Some.Identity, Handoff.FirstTold)), new AgentLegFailed("first"));

        Assert.Same(second, After(second, new AgentLegFailed("first")));
        Assert.Equal(EndReason.NobodyAnswered, Assert.IsType<Ended>(After(second, new AgentLegFailed()).State).Reason);
    }

    [Fact]
    public void An_unverified_caller_has_no_other_destination_than_the_one_that_failed()
    {
        var unverified = Some.Call(new Unverified(UnverifiedReason.Skipped, null, Handoff.FirstTold));

        Assert.Equal(EndReason.NobodyAnswered, Assert.IsType<Ended>(After(unverified, new AgentLegFailed()).State).Reason);
    }

    [Fact]
    public void A_verified_caller_has_no_other_destination_where_both_are_the_same_or_the_other_is_a_goodbye()
    {
        var verified = Some.Call(new Verified(Some.Id, Some.Identity, Handoff.FirstTold));
        var same = Some.Line(options => options.WhenVerified = options.WhenUnverified with { });
        var goodbye = Some.Line(options => options.WhenUnverified = new Destination { Kind = DestinationKind.Hangup });

        Assert.Equal(EndReason.NobodyAnswered, Assert.IsType<Ended>(After(verified, same, new AgentLegFailed()).State).Reason);
        Assert.Equal(EndReason.NobodyAnswered, Assert.IsType<Ended>(After(verified, goodbye, new AgentLegFailed()).State).Reason);
    }

    [Fact]
    public void Ended_stays_ended()
    {
        var ended = After(Asked(), new HungUp());

        Assert.All(CallSamples.Events.Values, happened => Assert.Same(ended, After(ended, happened)));
    }

    [Fact]
    public void An_eID_that_the_line_no_longer_takes_allows_no_further_attempt()
    {
        var call = Asked() with { EId = "gone", Attempts = 1, State = new AwaitingApproval(Some.Id, null, default, Some.Now) };

        Assert.IsType<Unverified>(After(call, new AttemptFailed(Some.Id, UnverifiedReason.Declined)).State);
    }

    [Fact]
    public void A_verification_that_nobody_waits_for_any_more_is_named()
    {
        var waiting = After(Asked(), new NationalIdEntered(Some.Id), Started(Some.Id));

        Assert.Equal(Some.Id, TransitionOf(waiting, new HungUp()).Abandoned);
        Assert.Equal(Some.Id, TransitionOf(waiting, new AgentRequested()).Abandoned);
        Assert.Null(TransitionOf(waiting, new Approved(Some.Id, Some.Identity)).Abandoned);
        Assert.Null(TransitionOf(waiting, new DeadlinePassed()).Abandoned);
        Assert.Null(TransitionOf(Asked(), new HungUp()).Abandoned);
    }

    [Fact]
    public void Who_changes_the_language_after_each_silence_is_let_go_after_three_all_the_same()
    {
        var line = Some.Line(options => (options.Languages, options.Eids) = (["sv-SE", "en-GB"], ["se-bankid"]));
        var silence = new AnswerMissed(Miss.Nothing);

        var call = After(Some.PlacedCall(new Presenting(Tries.None)), line, silence, new LanguageChosen("en-GB"), silence, new LanguageChosen("sv-SE"), silence);

        Assert.Equal(EndReason.NotAccepted, Assert.IsType<Ended>(call.State).Reason);
    }

    private static Transition TransitionOf(Call call, CallEvent happened) => new(call, After(call, happened), happened);

    private static Call Asked() => CallFlow.Begin(Some.CallSid, Some.CalledNumber, Some.Line());

    private static VerificationStarted Started(CallerAuth.Verification.VerificationId id) => new(id, "Frekk Julekos", Wait);

    private static Call After(Call call, params CallEvent[] happened) => After(call, Some.Line(), happened);

    private static Call After(Call call, Line line, params CallEvent[] happened) =>
        happened.Aggregate(call, (now, next) => CallFlow.Next(now, next, CallRules.For(now, line, Some.Now)));

    private static Call At(DateTimeOffset now, Call call, CallEvent happened) => CallFlow.Next(call, happened, CallRules.For(call, Some.Line(), now));
}
