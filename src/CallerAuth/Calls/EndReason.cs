namespace CallerAuth.Calls;

/// <summary>How a call ended for this service.</summary>
internal enum EndReason
{
    /// <summary>The caller hung up, or the line was cut.</summary>
    HungUp,

    /// <summary>The talk with the agent is over.</summary>
    TalkedToAgent,

    /// <summary>No destination answered.</summary>
    NobodyAnswered,
}
