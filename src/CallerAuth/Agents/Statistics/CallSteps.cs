using CallerAuth.Calls;
using CallerAuth.Lines;
using CallerAuth.Routing;
using static CallerAuth.Calls.CallState;

namespace CallerAuth.Agents.Statistics;

/// <summary>What a transition adds to the figures. Pure. A step may be named again by a later transition; it counts once for a call.</summary>
internal static class CallSteps
{
    public static IEnumerable<string> Of(Transition transition, LineOptions? line)
    {
        var (before, after) = (transition.Before.State, transition.After.State);
        // The ring is named a second time by what comes after it: nobody tells of a ring whose write was answered too late.
        var isNew = transition.Before is { Version: <= 1, Placed: null };
        // A call that we placed counts from when somebody picks up.
        if (isNew || transition.Happened is CallEvent.Answered)
            yield return Figure.Rang;
        if ((after is CollectingNationalId && before is not CollectingNationalId) || (isNew && (after is CollectingNationalId || before is CollectingNationalId)))
            yield return Figure.Asked;
        if (transition.Happened is CallEvent.NationalIdEntered)
            yield return Figure.Keyed;
        // An approval that overtook the news of the start has rung the app all the same.
        if (transition.Happened is CallEvent.VerificationStarted or CallEvent.Approved)
            yield return Figure.AppRang;
        if (after is Verified)
            yield return Figure.Approved;
        if (after is Unverified unverified)
            yield return Figure.Reason + CallerVerification.Unverified(unverified.Reason, null)["reason"];
        if (after is Verified { Handoff.Told: true })
            yield return Figure.ToVerified;
        // Who was told an outcome and heard an apology instead has been counted as handed on.
        if (after is Unverified { Handoff: { Told: true, Leg: 0 } })
            yield return line?.WhenUnverified.Kind == DestinationKind.Hangup ? Figure.Goodbye : Figure.ToUnverified;
        if (after is Ended { Reason: EndReason.HungUp } && PlaceOf(before) is { } place)
            yield return Figure.Left + place;
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
