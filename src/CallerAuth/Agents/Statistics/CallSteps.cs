using CallerAuth.Calls;
using CallerAuth.Lines;
using CallerAuth.Routing;
using static CallerAuth.Calls.CallState;
using Kind = CallerAuth.Calls.StoryStep.Kind;

namespace CallerAuth.Agents.Statistics;

/// <summary>What a transition adds to the figures, each step once in a call. Pure.</summary>
internal static class CallSteps
{
    public static IReadOnlyList<string> Of(Transition transition, LineOptions? line)
    {
        List<string>? steps = null;
        var (before, after, happened) = (transition.Before.State, transition.After.State, transition.Happened);
        // With what comes next, because nobody tells of a ring whose write was answered too late. A call of ours counts from when somebody picks up.
        var isFirst = transition.Before is { Version: 1, Placed: null };
        if (isFirst || happened is CallEvent.Answered)
            Add(Figure.Rang);
        if ((isFirst && before is CollectingNationalId) || (after is CollectingNationalId && before is not (CollectingNationalId or OfferingRetry)))
            Add(Figure.Asked);
        if (happened is CallEvent.NationalIdEntered && transition.After.Attempts == 1)
            Add(Figure.Keyed);
        // An approval that overtook the news of the start has rung the app all the same.
        if (happened is CallEvent.VerificationStarted or CallEvent.Approved && transition.After.Story?.Count(step => step.What is Kind.AppAsked or Kind.Approved) == 1)
            Add(Figure.AppRang);
        if (after is Verified && before is not Verified)
        {
            Add(Figure.Approved);
            foreach (var time in TimesOf(transition.After.Story ?? []))
                Add(time);
        }

        if (after is Unverified unverified && before is not Unverified)
            Add(Figure.Reason + CallerVerification.Unverified(unverified.Reason, null)["reason"]);
        if (IsToVerified(after) && !IsToVerified(before))
            Add(Figure.ToVerified);
        if (IsToUnverified(after) && !IsToUnverified(before))
            Add(line?.WhenUnverified.Kind == DestinationKind.Hangup ? Figure.Goodbye : Figure.ToUnverified);
        if (after is Ended { Reason: EndReason.HungUp } && PlaceOf(before) is { } place)
            Add(Figure.Left + place);
        return steps ?? [];

        // Most transitions add one or none.
        void Add(string step) => (steps ??= new(1)).Add(step);
    }

    private static bool IsToVerified(CallState state) => state is Verified { Handoff.Told: true };

    // Who was told an outcome and heard an apology instead has been counted as handed on: that is the second leg.
    private static bool IsToUnverified(CallState state) => state is Unverified { Handoff: { Told: true, Leg: 0 } };

    private static IEnumerable<string> TimesOf(IReadOnlyList<StoryStep> story)
    {
        if (story.LastOrDefault(step => step.What is Kind.Approved)?.At is not { } approved)
            yield break;
        if (story.FirstOrDefault(step => step.What is Kind.Rang or Kind.PickedUp)?.At is { } rang)
            yield return Figure.SinceRang + Figure.BucketOf(approved - rang);
        if (story.FirstOrDefault(step => step.What is Kind.NumberEntered)?.At is { } keyed)
            yield return Figure.SinceKeyed + Figure.BucketOf(approved - keyed);
    }

    /// <returns>Null once the call has been handed on: then its end is the talk's.</returns>
    private static string? PlaceOf(CallState state) => state switch
    {
        Presenting or ChoosingLanguage or ChoosingEId => "menu",
        CollectingNationalId => "number",
        StartingVerification => "start",
        AwaitingApproval => "app",
        OfferingRetry => "retry",
        Verified { Handoff.Told: false } or Unverified { Handoff.Told: false } => "handover",
        _ => null,
    };
}
