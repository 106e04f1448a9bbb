using CallerAuth.Simulator.Phone;
using CallerAuth.Simulator.Telephony;

namespace CallerAuth.Simulator.Scenarios;

/// <summary>How a scripted call must end. What is left out is not looked at; several reasons are separated by “|”.</summary>
internal sealed record Expected
{
    /// <summary>Where the call was answered; null when no agent may be reached.</summary>
    public AgentKind? Agent { get; init; }

    public string? Address { get; init; }

    /// <summary><c>verified</c> or <c>unverified</c>, as the agent is told.</summary>
    public string? Status { get; init; }

    public string? Reason { get; init; }

    public string? Eid { get; init; }

    /// <summary>What the agent must have heard before the bridge.</summary>
    public string? Whispers { get; init; }

    public bool WordsHeard { get; init; }

    /// <summary>Something that must have been said, in any case of letters.</summary>
    public string[] Says { get; init; } = [];

    /// <summary>Nobody said a word to whoever, or whatever, picked up.</summary>
    public bool SaysNothing { get; init; }

    /// <summary>Twilio's word for how the call ended.</summary>
    public string? CallStatus { get; init; }

    /// <summary>The order is left alone soon after the call has ended, though it is still open at the provider.</summary>
    public bool PollingStops { get; init; }

    public Who? EndedBy { get; init; }
}
