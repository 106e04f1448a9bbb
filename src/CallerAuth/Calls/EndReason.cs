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

    /// <summary>A call of ours: the person's line was busy.</summary>
    Busy,

    /// <summary>A call of ours: the person did not pick up.</summary>
    NoAnswer,

    /// <summary>A call of ours: it could not be put through.</summary>
    Failed,

    /// <summary>A call of ours: taken back before anybody answered.</summary>
    Canceled,

    /// <summary>A call of ours: a machine picked up.</summary>
    AnsweringMachine,

    /// <summary>A call of ours: somebody picked up and did not say that they want to go on.</summary>
    NotAccepted,
}
