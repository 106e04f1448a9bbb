using static CallerAuth.Calls.CallEvent;
using Kind = CallerAuth.Calls.StoryStep.Kind;

namespace CallerAuth.Calls;

/// <summary>Writes a call's story: the transitions that an agent would tell, each with its time.</summary>
internal static class CallStory
{
    /// <summary>Nobody reads further back; the first step, that it rang, stays.</summary>
    public const int Longest = 20;

    public static Call Begin(Call call, DateTimeOffset now) => call with { Story = [new StoryStep(call.Placed is null ? Kind.Rang : Kind.Placed, now)] };

    /// <param name="before">The call before it happened.</param>
    /// <param name="after">The call as it now stands; the same instance when nothing moved.</param>
    public static Call Tell(Call before, Call after, CallEvent happened, DateTimeOffset now)
    {
        if (ReferenceEquals(before, after) || KindOf(happened, after.State) is not { } kind)
            return after;
        var step = new StoryStep(kind, now, kind == Kind.AttemptFailed ? ReasonOf(after.State) : null);
        return after with { Story = Append(before.Story ?? [], step) };
    }

    private static Kind? KindOf(CallEvent happened, CallState after) => happened switch
    {
        Answered => Kind.PickedUp,
        AnswerMissed => Kind.AnswerMissed,
        NationalIdEntered => Kind.NumberEntered,
        VerificationStarted => Kind.AppAsked,
        Approved => Kind.Approved,
        VerificationNotStarted or AttemptFailed or DeadlinePassed => Kind.AttemptFailed,
        RetryChosen => Kind.TriedAgain,
        AgentRequested => Kind.Skipped,
        OutcomeTold => Kind.HandedOver,
        Apologised => Kind.Apologised,
        HungUp => Kind.Ended,
        AgentLegFailed => Kind.AgentDidNotAnswer,
        AgentLegEnded when after is CallState.Ended => Kind.Ended,
        _ => null,
    };

    private static UnverifiedReason? ReasonOf(CallState after) => after switch
    {
        CallState.OfferingRetry offering => offering.Reason,
        CallState.Unverified unverified => unverified.Reason,
        _ => null,
    };

    private static StoryStep[] Append(IReadOnlyList<StoryStep> story, StoryStep step) =>
        story.Count < Longest ? [.. story, step] : [story[0], .. story.Skip(story.Count - Longest + 2), step];
}
