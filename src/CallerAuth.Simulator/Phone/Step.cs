using CallerAuth.Simulator.Telephony;

namespace CallerAuth.Simulator.Phone;

/// <summary>What the caller waits for: a kind of moment, where it matters how many keys a question takes, and any of some phrases.</summary>
internal sealed record Cue(MomentKind Kind, int? NumDigits = null, params string[] AnyOf)
{
    public bool Matches(Moment moment) =>
        moment.Kind == Kind
        && (NumDigits is null || moment.NumDigits == NumDigits)
        && (AnyOf.Length == 0 || AnyOf.Any(phrase => moment.Text.Contains(phrase, StringComparison.OrdinalIgnoreCase)));
}

/// <summary>One thing the caller does, when its cue comes. Steps are done in order; a step whose cue never comes is never done.</summary>
internal sealed record Step(Cue When, string Press = "", bool HangUp = false);
