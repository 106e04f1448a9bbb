using CallerAuth.Calls;

namespace CallerAuth.Tests.Calls;

/// <summary>One arrow of the state machine between samples: what the rules are for it, and what becomes of the call.</summary>
/// <param name="State">Name of a call in <see cref="CallSamples"/>.</param>
/// <param name="Event">Name of an event there.</param>
/// <param name="When">The condition in words, for docs/call-states.md; empty for "always".</param>
/// <param name="Next">The call it becomes.</param>
/// <param name="AsksForEId">Null: whatever the line has.</param>
/// <param name="HasOther">Null: whatever the line has.</param>
internal sealed record CallArrow(string State, string Event, string When, Func<Call, Call> Next, bool? AsksForEId = null, bool? HasOther = null)
{
    public bool Fits(string state, string happened, CallRules rules) =>
        State == state && Event == happened
        && (AsksForEId ?? rules.AsksForEId) == rules.AsksForEId
        && (HasOther ?? rules.HasOtherDestination) == rules.HasOtherDestination;
}
