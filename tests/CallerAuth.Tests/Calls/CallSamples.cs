using CallerAuth.Calls;
using CallerAuth.Ciba;
using static CallerAuth.Calls.CallEvent;
using static CallerAuth.Calls.CallState;

namespace CallerAuth.Tests.Calls;

/// <summary>Calls in every state and everything that can happen to them, each under a name, in the variants that make a difference.</summary>
internal static class CallSamples
{
    public const string WithEId = ", the eID is settled";
    public const string Twice = ", missed twice";
    public const string Overdue = ", overdue";
    public const string Last = ", last attempt";
    public const string Told = ", told";
    public const string SecondLeg = ", second leg";
    public const string OfAnother = ", of another verification";

    public const string MissedAgain = "AnswerMissed, the same request again";
    public const string ApologisedFor = "Apologised, for the request that was told the outcome";
    public const string FailedAgain = "AgentLegFailed, the same request again";

    public static readonly DateTimeOffset Later = Some.Now + TimeSpan.FromMinutes(1);

    /// <summary>The deadline is the first moment that is too late.</summary>
    public static readonly DateTimeOffset Due = Some.Now;

    public static readonly IReadOnlyDictionary<string, Call> All = AllCalls();
    public static readonly IReadOnlyDictionary<string, CallEvent> Events = AllEvents();

    /// <summary>Whether the line has several eIDs, and whether there is a second destination.</summary>
    public static readonly IReadOnlyList<CallRules> Rules =
    [
        .. from asks in new[] { false, true }
           from other in new[] { false, true }
           select new CallRules(asks, 3, other, Some.Now),
    ];

    public static Tries Missed(int times) => times == 0 ? Tries.None : new Tries(times, Miss.Wrong, "seen");

    private static Dictionary<string, Call> AllCalls()
    {
        var calls = new Dictionary<string, Call>(StringComparer.Ordinal);
        foreach (var (suffix, tries) in new[] { ("", Missed(0)), (Twice, Missed(2)) })
        {
            calls["Presenting" + suffix] = Some.PlacedCall(new Presenting(tries));
            calls["ChoosingLanguage" + suffix] = Some.Call(new ChoosingLanguage(tries), attempts: 0, eid: null);
            calls["ChoosingEId" + suffix] = Some.Call(new ChoosingEId(tries), attempts: 0, eid: null);
            calls["CollectingNationalId" + suffix] = Some.Call(new CollectingNationalId(tries));
            calls["OfferingRetry" + suffix] = Some.Call(new OfferingRetry(Some.Id, UnverifiedReason.Declined, tries));
        }

        foreach (var (suffix, deadline, attempts) in new[] { ("", Later, 2), (Overdue, Due, 2), (Last, Later, 3), (Overdue + Last, Due, 3) })
        {
            calls["StartingVerification" + suffix] = Some.Call(new StartingVerification(Some.Id, deadline), attempts);
            calls["AwaitingApproval" + suffix] = Some.Call(new AwaitingApproval(Some.Id, "Frekk Julekos", PendingStep.NotOpened, deadline), attempts);
        }

        calls["Presenting" + WithEId] = Some.PlacedCall(new Presenting(Missed(0)), "nb-NO", "se-bankid");
        calls["Presenting" + WithEId + Twice] = Some.PlacedCall(new Presenting(Missed(2)), "nb-NO", "se-bankid");
        calls["Ringing"] = Some.PlacedCall(new Ringing(Later));
        calls["Ringing" + Overdue] = Some.PlacedCall(new Ringing(Due));

        foreach (var (suffix, handoff) in new[] { ("", new Handoff(0, false)), (Told, new Handoff(0, true, ToldBy: "told")), (SecondLeg, new Handoff(1, true, "seen")) })
        {
            calls["Verified" + suffix] = Some.Call(new Verified(Some.Id, Some.Identity, handoff));
            calls["Unverified" + suffix] = Some.Call(new Unverified(UnverifiedReason.Declined, Some.Id, handoff));
        }

        foreach (var reason in Enum.GetValues<EndReason>())
            calls[$"Ended, {reason}"] = Some.Call(new Ended(reason));
        return calls;
    }

    private static Dictionary<string, CallEvent> AllEvents()
    {
        var events = new Dictionary<string, CallEvent>(StringComparer.Ordinal)
        {
            ["Answered"] = new Answered(),
            ["AnsweredByMachine"] = new AnsweredByMachine(),
            ["NotReached, Busy"] = new NotReached(EndReason.Busy),
            ["NotReached, Failed"] = new NotReached(EndReason.Failed),
            ["StillRinging"] = new StillRinging(Some.Now.AddHours(1)),
            ["Accepted"] = new Accepted(),
            ["LanguageChosen"] = new LanguageChosen("sv-SE"),
            ["EIdChosen"] = new EIdChosen("se-bankid"),
            ["AnswerMissed, Nothing"] = new AnswerMissed(Miss.Nothing, "new"),
            ["AnswerMissed, Incomplete"] = new AnswerMissed(Miss.Incomplete, "new"),
            ["AnswerMissed, Wrong"] = new AnswerMissed(Miss.Wrong),
            [MissedAgain] = new AnswerMissed(Miss.Wrong, "seen"),
            ["NationalIdEntered"] = new NationalIdEntered(Some.OtherId),
            ["RetryChosen"] = new RetryChosen(),
            ["AgentRequested"] = new AgentRequested(),
            ["DeadlinePassed"] = new DeadlinePassed(),
            ["OutcomeTold"] = new OutcomeTold(),
            ["AgentLegEnded"] = new AgentLegEnded(),
            ["AgentLegFailed"] = new AgentLegFailed("new"),
            [FailedAgain] = new AgentLegFailed("seen"),
            ["Apologised"] = new Apologised("other"),
            [ApologisedFor] = new Apologised("told"),
            ["HungUp"] = new HungUp(),
        };
        foreach (var (suffix, id) in new[] { ("", Some.Id), (OfAnother, Some.OtherId) })
        {
            events["VerificationStarted" + suffix] = new VerificationStarted(id, "Rask Elg", TimeSpan.FromMinutes(3));
            events["Progressed" + suffix] = new Progressed(id, PendingStep.Identifying);
            events["Progressed to the same step" + suffix] = new Progressed(id, PendingStep.NotOpened);
            events["Approved" + suffix] = new Approved(id, Some.Identity);
            foreach (var reason in Enum.GetValues<UnverifiedReason>())
            {
                events[$"VerificationNotStarted, {reason}{suffix}"] = new VerificationNotStarted(id, reason);
                events[$"AttemptFailed, {reason}{suffix}"] = new AttemptFailed(id, reason);
            }
        }

        return events;
    }
}
