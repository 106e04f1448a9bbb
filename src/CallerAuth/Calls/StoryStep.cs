using System.Text.Json.Serialization;

namespace CallerAuth.Calls;

/// <summary>
/// One thing that happened in a call, as an agent may want to know it. Nothing in it is about the person. Its names in the store are short,
/// because a call has up to twenty of them and is written with each step.
/// </summary>
/// <param name="Why">For an attempt that came to nothing.</param>
internal sealed record StoryStep(
    [property: JsonPropertyName("w")] StoryStep.Kind What,
    [property: JsonPropertyName("t")] DateTimeOffset At,
    [property: JsonPropertyName("y"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] UnverifiedReason? Why = null)
{
    internal enum Kind
    {
        Rang,

        /// <summary>The company placed the call.</summary>
        Placed,
        PickedUp,

        /// <summary>A question was answered by nothing, too little or something wrong.</summary>
        AnswerMissed,

        /// <summary>A national ID that can exist was keyed.</summary>
        NumberEntered,

        /// <summary>The request has reached the app, as far as the provider says.</summary>
        AppAsked,
        Approved,
        AttemptFailed,
        TriedAgain,

        /// <summary>The caller asked for an agent instead.</summary>
        Skipped,

        /// <summary>The caller has heard the outcome and is led to an agent.</summary>
        HandedOver,
        AgentDidNotAnswer,

        /// <summary>An agent, or a system, asked for a verification on the live call. Told by that verification and not by the call.</summary>
        AgentAsked,

        /// <summary>A step of ours failed, and the caller was led on without it.</summary>
        Apologised,
        Ended,
    }
}
