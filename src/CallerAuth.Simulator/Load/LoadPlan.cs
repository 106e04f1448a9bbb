using CallerAuth.Simulator.Phone;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;

namespace CallerAuth.Simulator.Load;

/// <summary>What one caller of a load run means to do, and how that must end.</summary>
/// <param name="Ending">The name of what becomes of the call, for the table.</param>
/// <param name="Script">Who calls whom, what they press, and what must come of it.</param>
internal sealed record LoadPlan(string Ending, ScriptedCall Script)
{
    /// <summary>The other way in which the call may end well, where it depends on a moment.</summary>
    public Expected? Or { get; init; }

    /// <summary>What the provider does to this person alone.</summary>
    public PersonFaults? Faults { get; init; }

    /// <summary>How long after dialling the caller hangs up whatever is going on, in phone time.</summary>
    public TimeSpan? HangsUpAfter { get; init; }

    /// <summary>The caller waits for nothing but the end of the run.</summary>
    public bool Holds { get; init; }

    /// <summary>The same caller, who does more.</summary>
    public LoadPlan Then(params Step[] more) => this with { Script = Script with { Steps = [.. Script.Steps, .. more] } };
}
