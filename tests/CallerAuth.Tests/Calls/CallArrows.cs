using CallerAuth.Calls;
using CallerAuth.Ciba;
using static CallerAuth.Calls.CallState;
using static CallerAuth.Tests.Calls.CallSamples;

namespace CallerAuth.Tests.Calls;

/// <summary>
/// The whole table, written out a second time and from the design instead of from the code. A pair of samples that is not here
/// must leave the call as it is.
/// </summary>
internal static class CallArrows
{
    private static readonly UnverifiedReason[] AllowAnother =
        [UnverifiedReason.Declined, UnverifiedReason.Cancelled, UnverifiedReason.Expired, UnverifiedReason.Error];

    public static readonly IReadOnlyList<CallArrow> All =
    [
        .. Placed(), .. Presentation(), .. LanguageMenu(), .. EIdMenu(), .. NationalIdQuestion(), .. Starting(), .. Awaiting(), .. RetryOffer(),
        .. OnTheWay("Verified", handoff => new Verified(Some.Id, Some.Identity, handoff), mayGoOn: true),
        .. OnTheWay("Unverified", handoff => new Unverified(UnverifiedReason.Declined, Some.Id, handoff), mayGoOn: false),
        .. Apologies(), .. HangUps(),
    ];

    private static IEnumerable<CallArrow> Placed()
    {
        foreach (var state in new[] { "Ringing", "Ringing" + CallSamples.Overdue })
        {
            yield return new(state, "Answered", "", Is(new Presenting(Tries.None)));
            yield return new(state, "AnsweredByMachine", "", Is(new Ended(EndReason.AnsweringMachine)));
            yield return new(state, "NotReached, Busy", "", Is(new Ended(EndReason.Busy)));
            yield return new(state, "NotReached, Failed", "", Is(new Ended(EndReason.Failed)));
            yield return new(state, "StillRinging", "for longer than was thought", Is(new Ringing(Some.Now.AddHours(1))));
        }
    }

    private static IEnumerable<CallArrow> Presentation()
    {
        foreach (var state in new[] { "Presenting", "Presenting" + Twice })
        {
            yield return new(state, "Accepted", "the line has several eIDs and none was named when the call was placed", Is(new ChoosingEId(Tries.None)), AsksForEId: true);
            yield return new(state, "Accepted", "the line has one eID, or one was named", Is(new CollectingNationalId(Tries.None)), AsksForEId: false);
            yield return new(state, "AgentRequested", "", Is(Skipped()));
        }

        yield return new("Presenting" + WithEId + Twice, "LanguageChosen", "another language than the one spoken", Is(new Presenting(new Tries(2, Miss.None, "seen")), call => call with { Language = "sv-SE" }));
        foreach (var state in new[] { "Presenting" + WithEId, "Presenting" + WithEId + Twice })
        {
            yield return new(state, "Accepted", "the line has one eID, or one was named", Is(new CollectingNationalId(Tries.None)));
            yield return new(state, "AgentRequested", "", Is(Skipped()));
        }

        yield return new("Presenting" + WithEId, "LanguageChosen", "another language than the one spoken", Is(new Presenting(Tries.None), call => call with { Language = "sv-SE" }));
        foreach (var arrow in Misses("Presenting", tries => new Presenting(tries), new Ended(EndReason.NotAccepted), new Ended(EndReason.NotAccepted)))
            yield return arrow;
        foreach (var arrow in Misses("Presenting" + WithEId, tries => new Presenting(tries), new Ended(EndReason.NotAccepted), new Ended(EndReason.NotAccepted)))
            yield return arrow;
    }

    private static IEnumerable<CallArrow> LanguageMenu()
    {
        foreach (var state in new[] { "ChoosingLanguage", "ChoosingLanguage" + Twice })
        {
            yield return new(state, "LanguageChosen", "the line has several eIDs", Is(new ChoosingEId(Tries.None), call => call with { Language = "sv-SE" }), AsksForEId: true);
            yield return new(state, "LanguageChosen", "the line has one eID", Is(new CollectingNationalId(Tries.None), call => call with { Language = "sv-SE" }), AsksForEId: false);
            yield return new(state, "AgentRequested", "", Is(Skipped()));
        }

        foreach (var arrow in Misses("ChoosingLanguage", tries => new ChoosingLanguage(tries), Nothing, Unusable))
            yield return arrow;
    }

    private static IEnumerable<CallArrow> EIdMenu()
    {
        foreach (var state in new[] { "ChoosingEId", "ChoosingEId" + Twice })
        {
            yield return new(state, "EIdChosen", "", Is(new CollectingNationalId(Tries.None), call => call with { EId = "se-bankid" }));
            yield return new(state, "AgentRequested", "", Is(Skipped()));
        }

        foreach (var arrow in Misses("ChoosingEId", tries => new ChoosingEId(tries), Nothing, Unusable))
            yield return arrow;
    }

    private static IEnumerable<CallArrow> NationalIdQuestion()
    {
        foreach (var state in new[] { "CollectingNationalId", "CollectingNationalId" + Twice })
        {
            yield return new(state, "NationalIdEntered", "", Is(new StartingVerification(Some.OtherId, Some.Now.AddSeconds(20)), call => call with { Attempts = 2 }));
            yield return new(state, "AgentRequested", "", Is(Skipped()));
        }

        foreach (var arrow in Misses("CollectingNationalId", tries => new CollectingNationalId(tries), Nothing, Unusable))
            yield return arrow;
    }

    private static IEnumerable<CallArrow> Starting()
    {
        foreach (var (suffix, left, overdue) in Attempts())
        {
            var state = "StartingVerification" + suffix;
            yield return new(state, "VerificationStarted", "it is this verification", Is(new AwaitingApproval(Some.Id, "Rask Elg", PendingStep.Unknown, Some.Now.AddSeconds(180 + 15))));
            yield return new(state, "Approved", "it is this verification", Is(new Verified(Some.Id, Some.Identity, Handoff.First)));
            yield return new(state, "AgentRequested", "", Is(Skipped(Some.Id)));
            foreach (var arrow in Failures(state, "VerificationNotStarted", left).Concat(Failures(state, "AttemptFailed", left)))
                yield return arrow;
            if (overdue)
                yield return Overdue(state, left, UnverifiedReason.Error);
        }
    }

    private static IEnumerable<CallArrow> Awaiting()
    {
        foreach (var (suffix, left, overdue) in Attempts())
        {
            var state = "AwaitingApproval" + suffix;
            yield return new(state, "Progressed", "it is this verification, and the step is new", call =>
                call with { State = ((AwaitingApproval)call.State) with { Step = PendingStep.Identifying } });
            yield return new(state, "Approved", "it is this verification", Is(new Verified(Some.Id, Some.Identity, Handoff.First)));
            yield return new(state, "AgentRequested", "", Is(Skipped(Some.Id)));
            foreach (var arrow in Failures(state, "AttemptFailed", left))
                yield return arrow;
            if (overdue)
                yield return Overdue(state, left, UnverifiedReason.Expired);
        }
    }

    private static IEnumerable<CallArrow> RetryOffer()
    {
        var givenUp = new Unverified(UnverifiedReason.Declined, Some.Id, Handoff.FirstTold, ReasonTold: true);
        foreach (var state in new[] { "OfferingRetry", "OfferingRetry" + Twice })
        {
            yield return new(state, "RetryChosen", "", Is(new CollectingNationalId(Tries.None)));
            yield return new(state, "AgentRequested", "", Is(givenUp));
        }

        foreach (var arrow in Misses("OfferingRetry", tries => new OfferingRetry(Some.Id, UnverifiedReason.Declined, tries), givenUp, givenUp))
            yield return arrow;
    }

    private static IEnumerable<CallArrow> OnTheWay(string state, Func<Handoff, CallState> with, bool mayGoOn)
    {
        var nobody = Ends(EndReason.NobodyAnswered);
        yield return new(state, "OutcomeTold", "for the first time", Is(with(Handoff.FirstTold)));
        foreach (var suffix in new[] { "", Told })
        {
            foreach (var (happened, token) in new[] { ("AgentLegFailed", "new"), (FailedAgain, "seen") })
            {
                if (mayGoOn)
                    yield return new(state + suffix, happened, "it was the first destination and there is another", Is(with(new Handoff(1, true, token))), HasOther: true);
                yield return new(state + suffix, happened, "there is no other destination left", nobody, HasOther: mayGoOn ? false : null);
            }
        }

        yield return new(state + SecondLeg, "AgentLegFailed", "there is no other destination left", nobody);
        yield return new(state, "AgentLegEnded", "the outcome was not told: the leg was that of an apology", Is(with(Handoff.FirstTold)));
        foreach (var suffix in new[] { Told, SecondLeg })
            yield return new(state + suffix, "AgentLegEnded", "the outcome was told", Ends(EndReason.TalkedToAgent));
        foreach (var apologised in new[] { "Apologised", ApologisedFor })
            yield return new(state, apologised, "the outcome was not told", Is(mayGoOn ? Sorry(Handoff.FirstTold) : with(Handoff.FirstTold)));
        if (mayGoOn)
            yield return new(state + Told, ApologisedFor, "the outcome was told too late to be heard", Is(Sorry(new Handoff(1, true))));
    }

    private static IEnumerable<CallArrow> Apologies() =>
        from call in CallSamples.All
        where call.Value.State is not (Verified or Unverified or Ended)
        let id = call.Value.State is StartingVerification or AwaitingApproval or OfferingRetry ? Some.Id : (CallerAuth.Verification.VerificationId?)null
        from apologised in new[] { "Apologised", ApologisedFor }
        select new CallArrow(call.Key, apologised, "", Is(new Unverified(UnverifiedReason.Error, id, Handoff.FirstTold)));

    private static IEnumerable<CallArrow> HangUps() =>
        from call in CallSamples.All
        where call.Value.State is not Ended
        select new CallArrow(call.Key, "HungUp", "", Ends(EndReason.HungUp));

    private static IEnumerable<CallArrow> Misses(string state, Func<Tries, CallState> question, CallState nothing, CallState unusable)
    {
        const string Again = "missed fewer than three times; the same request counts once";
        yield return new(state, "AnswerMissed, Nothing", Again, Is(question(new Tries(1, Miss.Nothing, "new"))));
        yield return new(state, "AnswerMissed, Incomplete", Again, Is(question(new Tries(1, Miss.Incomplete, "new"))));
        yield return new(state, "AnswerMissed, Wrong", Again, Is(question(new Tries(1, Miss.Wrong, null))));
        yield return new(state, MissedAgain, Again, Is(question(new Tries(1, Miss.Wrong, "seen"))));
        yield return new(state + Twice, "AnswerMissed, Nothing", "missed for the third time", Is(nothing));
        yield return new(state + Twice, "AnswerMissed, Incomplete", "missed for the third time", Is(unusable));
        yield return new(state + Twice, "AnswerMissed, Wrong", "missed for the third time", Is(unusable));
    }

    private static IEnumerable<CallArrow> Failures(string state, string happened, bool left)
    {
        foreach (var reason in Enum.GetValues<UnverifiedReason>())
        {
            yield return (left, AllowAnother.Contains(reason)) switch
            {
                (true, true) => new(state, $"{happened}, {reason}", "it is this verification, its reason allows another attempt and one is left", Is(new OfferingRetry(Some.Id, reason, Tries.None))),
                (false, true) => new(state, $"{happened}, {reason}", "it is this verification and no attempt is left", Is(new Unverified(reason, Some.Id, Handoff.First))),
                _ => new(state, $"{happened}, {reason}", "it is this verification and its reason allows no other attempt", Is(new Unverified(reason, Some.Id, Handoff.First))),
            };
        }
    }

    private static CallArrow Overdue(string state, bool left, UnverifiedReason reason) => left
        ? new(state, "DeadlinePassed", "it has passed and an attempt is left", Is(new OfferingRetry(Some.Id, reason, Tries.None)))
        : new(state, "DeadlinePassed", "it has passed and no attempt is left", Is(new Unverified(reason, Some.Id, Handoff.FirstTold)));

    private static IEnumerable<(string Suffix, bool Left, bool Overdue)> Attempts() =>
        [("", true, false), (CallSamples.Overdue, true, true), (Last, false, false), (CallSamples.Overdue + Last, false, true)];

    private static Unverified Sorry(Handoff handoff) => new(UnverifiedReason.Error, Some.Id, handoff);

    private static Unverified Nothing => new(UnverifiedReason.NoInput, null, Handoff.FirstTold);

    private static Unverified Unusable => new(UnverifiedReason.InvalidInput, null, Handoff.FirstTold);

    private static Unverified Skipped(CallerAuth.Verification.VerificationId? id = null) => new(UnverifiedReason.Skipped, id, Handoff.FirstTold);

    private static Func<Call, Call> Ends(EndReason reason) => call => call with
    {
        State = new Ended(reason, call.State switch
        {
            Verified => new CallOutcome(Some.Id, null),
            Unverified => new CallOutcome(Some.Id, UnverifiedReason.Declined),
            _ => null,
        }),
    };

    private static Func<Call, Call> Is(CallState state, Func<Call, Call>? also = null) => call => (also?.Invoke(call) ?? call) with { State = state };
}
