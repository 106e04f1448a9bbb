using CallerAuth.Simulator.Phone;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Telephony;

namespace CallerAuth.Simulator.Scenarios;

/// <summary>One caller: whom they are, what they press, what they do in the app, and how it must end.</summary>
internal sealed record ScriptedCall(Line To, TestPerson Person, IReadOnlyList<Step> Steps, IReadOnlyList<AppAct> App, Expected Expected)
{
    /// <summary>How the person's telephone answers when the company calls from the line; null where the person calls the line.</summary>
    public CalleeAnswer? Called { get; init; }
}

/// <summary>A story that can be played: one call, sometimes a second one beside it, and what is made to go wrong before.</summary>
internal sealed record Scenario(string Name, string Tells, ScriptedCall Call)
{
    /// <summary>Begins when the first caller's order has reached the app; the first caller does not touch the app until it has ended.</summary>
    public ScriptedCall? Second { get; init; }

    public Action<SimulatorHost>? Arrange { get; init; }
}
