using CallerAuth.Verification;
using static CallerAuth.Calls.CallEvent;
using static CallerAuth.Calls.CallState;

namespace CallerAuth.Calls;

/// <summary>
/// The call as a state machine: what each event does in each state, one line per arrow. Pure; docs/call-states.md shows the same
/// table and a test holds the two together.
/// </summary>
internal static class CallFlow
{
    /// <summary>The state of a call that has just rung.</summary>
    public static Call Begin(string callSid, string to, Lines.Line line) => new()
    {
        CallSid = callSid,
        To = to,
        Language = line.Language,
        EId = line.EIds.Count == 1 ? line.EIds[0].Name : null,
        State = (line.Options.Languages.Count > 1, line.EIds.Count > 1) switch
        {
            (true, _) => new ChoosingLanguage(Tries.None),
            (_, true) => new ChoosingEId(Tries.None),
            _ => new CollectingNationalId(Tries.None),
        },
    };

    /// <summary>The state of a call that Twilio has just taken to place.</summary>
    /// <param name="line">With the eIDs that may be asked for on a call of ours.</param>
    public static Call Place(string callSid, string from, Lines.Line line, string? language, string? eid, PlacedCall placed, DateTimeOffset deadline) => new()
    {
        CallSid = callSid,
        To = from,
        Language = language ?? line.Language,
        EId = eid ?? (line.EIds.Count == 1 ? line.EIds[0].Name : null),
        Placed = placed,
        State = new Ringing(deadline),
    };

    /// <returns>The same instance where the event does not fit the state: late and doubled webhooks are weather, not errors.</returns>
    public static Call Next(Call call, CallEvent happened, CallRules rules) => (call.State, happened) switch
    {
        (Ended, _) => call,
        (_, HungUp) => call.End(EndReason.HungUp),
        (Verified at, Apologised apology) => at.Handoff.WasUnheard(apology) ? call.MoveTo(Sorry(at)) : call,
        (Unverified, Apologised) => call.Tell(),
        (_, Apologised) => call.MoveTo(Without(UnverifiedReason.Error, (call.State as OfferingRetry)?.Id ?? call.Running)),

        (Ringing, Answered) => call.MoveTo(new Presenting(Tries.None)),
        (Ringing, AnsweredByMachine) => call.End(EndReason.AnsweringMachine),
        (Ringing, NotReached not) => call.End(not.Reason),
        (Ringing at, StillRinging still) when still.Until > at.Deadline => call.MoveTo(new Ringing(still.Until)),

        (Presenting, Accepted) => call.MoveTo(call.EId is null && rules.AsksForEId ? new ChoosingEId(Tries.None) : new CollectingNationalId(Tries.None)),
        (Presenting asked, LanguageChosen chosen) when chosen.Language != call.Language => (call with { Language = chosen.Language }).MoveTo(new Presenting(asked.Tries.FromTheStart())),
        (Presenting asked, AnswerMissed missed) => PresentAgain(call, asked.Tries.After(missed)),
        (Presenting, AgentRequested) => call.MoveTo(Without(UnverifiedReason.Skipped)),

        (ChoosingLanguage, LanguageChosen chosen) => AfterLanguage(call with { Language = chosen.Language }, rules),
        (ChoosingLanguage asked, AnswerMissed missed) => AskAgain(call, asked.Tries.After(missed), tries => new ChoosingLanguage(tries)),
        (ChoosingLanguage, AgentRequested) => call.MoveTo(Without(UnverifiedReason.Skipped)),

        (ChoosingEId, EIdChosen chosen) => (call with { EId = chosen.EId }).MoveTo(new CollectingNationalId(Tries.None)),
        (ChoosingEId asked, AnswerMissed missed) => AskAgain(call, asked.Tries.After(missed), tries => new ChoosingEId(tries)),
        (ChoosingEId, AgentRequested) => call.MoveTo(Without(UnverifiedReason.Skipped)),

        (CollectingNationalId, NationalIdEntered entered) => (call with { Attempts = call.Attempts + 1 }).MoveTo(new StartingVerification(entered.Id, rules.Now + CallRules.StartAtMost)),
        (CollectingNationalId asked, AnswerMissed missed) => AskAgain(call, asked.Tries.After(missed), tries => new CollectingNationalId(tries)),
        (CollectingNationalId, AgentRequested) => call.MoveTo(Without(UnverifiedReason.Skipped)),

        (StartingVerification at, VerificationStarted started) when at.Id == started.Id => call.MoveTo(new AwaitingApproval(at.Id, started.Words, default, rules.Now + started.Wait + CallRules.Grace)),
        (StartingVerification at, VerificationNotStarted not) when at.Id == not.Id => AfterAttempt(call, at.Id, not.Reason, rules),
        (StartingVerification at, Approved approved) when at.Id == approved.Id => call.MoveTo(new Verified(at.Id, approved.Identity, Handoff.First)),
        (StartingVerification at, AttemptFailed failed) when at.Id == failed.Id => AfterAttempt(call, at.Id, failed.Reason, rules),
        (StartingVerification at, DeadlinePassed) when rules.Now >= at.Deadline => AfterAttempt(call, at.Id, UnverifiedReason.Error, rules, told: true),
        (StartingVerification at, AgentRequested) => call.MoveTo(Without(UnverifiedReason.Skipped, at.Id)),

        (AwaitingApproval at, Progressed progressed) when at.Id == progressed.Id && at.Step != progressed.Step => call.MoveTo(at with { Step = progressed.Step }),
        (AwaitingApproval at, Approved approved) when at.Id == approved.Id => call.MoveTo(new Verified(at.Id, approved.Identity, Handoff.First)),
        (AwaitingApproval at, AttemptFailed failed) when at.Id == failed.Id => AfterAttempt(call, at.Id, failed.Reason, rules),
        (AwaitingApproval at, DeadlinePassed) when rules.Now >= at.Deadline => AfterAttempt(call, at.Id, UnverifiedReason.Expired, rules, told: true),
        (AwaitingApproval at, AgentRequested) => call.MoveTo(Without(UnverifiedReason.Skipped, at.Id)),

        (OfferingRetry, RetryChosen) => call.MoveTo(new CollectingNationalId(Tries.None)),
        (OfferingRetry asked, AnswerMissed missed) => AskAgain(call, asked.Tries.After(missed), tries => asked with { Tries = tries }, asked),
        (OfferingRetry asked, AgentRequested) => call.MoveTo(GaveUp(asked)),

        (Verified, OutcomeTold told) => call.Tell(told.Token),
        (Verified { Handoff.Leg: 0 } at, AgentLegFailed failed) when rules.HasOtherDestination => call.MoveTo(at with { Handoff = Handoff.Second(failed) }),
        (Verified at, AgentLegFailed failed) when !at.Handoff.KnowsOf(failed) => call.End(EndReason.NobodyAnswered),
        (Verified { Handoff.Told: false }, AgentLegEnded) => call.Tell(),
        (Verified, AgentLegEnded) => call.End(EndReason.TalkedToAgent),

        (Unverified, OutcomeTold told) => call.Tell(told.Token),
        (Unverified at, AgentLegFailed failed) when !at.Handoff.KnowsOf(failed) => call.End(EndReason.NobodyAnswered),
        (Unverified { Handoff.Told: false }, AgentLegEnded) => call.Tell(),
        (Unverified, AgentLegEnded) => call.End(EndReason.TalkedToAgent),

        _ => call,
    };

    private static Call MoveTo(this Call call, CallState next) => call with { State = next };

    private static Call End(this Call call, EndReason reason) => call.MoveTo(new Ended(reason, CallOutcome.Of(call.State)));

    // An agent's leg that ends before the outcome was told was that of an apology; the webhook is answered with the outcome.
    private static Call Tell(this Call call, string? token = null) => call.State switch
    {
        Verified { Handoff: { Told: false } handoff } at => call.MoveTo(at with { Handoff = handoff with { Told = true, ToldBy = token } }),
        Unverified { Handoff: { Told: false } handoff } at => call.MoveTo(at with { Handoff = handoff with { Told = true, ToldBy = token } }),
        _ => call,
    };

    // Whoever heard an apology was handed on as nobody in particular, so that is what everybody is told from now on.
    private static Unverified Sorry(Verified at) => new(UnverifiedReason.Error, at.Id, at.Handoff.Told ? Handoff.Unheard : Handoff.FirstTold);

    // The caller's own key led here, so its webhook is answered with the outcome.
    private static Unverified Without(UnverifiedReason reason, VerificationId? id = null) => new(reason, id, Handoff.FirstTold);

    private static Unverified GaveUp(OfferingRetry offer) => new(offer.Reason, offer.Id, Handoff.FirstTold, ReasonTold: true);

    private static Call AfterLanguage(Call call, CallRules rules) =>
        call.MoveTo(rules.AsksForEId ? new ChoosingEId(Tries.None) : new CollectingNationalId(Tries.None));

    // Whoever does not say that they want to go on has not asked for an agent either.
    private static Call PresentAgain(Call call, Tries tries) =>
        call.State == new Presenting(tries) ? call
        : tries.Exhausted ? call.End(EndReason.NotAccepted)
        : call.MoveTo(new Presenting(tries));

    private static Call AskAgain(Call call, Tries tries, Func<Tries, CallState> question, OfferingRetry? offer = null)
    {
        var asked = question(tries);
        if (asked == call.State)
            return call;
        if (!tries.Exhausted)
            return call.MoveTo(asked);
        return call.MoveTo(offer is not null ? GaveUp(offer) : Without(tries.Last == Miss.Nothing ? UnverifiedReason.NoInput : UnverifiedReason.InvalidInput));
    }

    private static Call AfterAttempt(Call call, VerificationId id, UnverifiedReason reason, CallRules rules, bool told = false) =>
        call.MoveTo(MayTryAgain(reason) && call.Attempts < rules.MostAttempts
            ? new OfferingRetry(id, reason, Tries.None)
            : new Unverified(reason, id, told ? Handoff.FirstTold : Handoff.First));

    // Another try makes no sense while the provider is out of order, and none is given to somebody who proved to be somebody else.
    private static bool MayTryAgain(UnverifiedReason reason) =>
        reason is UnverifiedReason.Declined or UnverifiedReason.Cancelled or UnverifiedReason.Expired or UnverifiedReason.Error;
}
