namespace CallerAuth.Lines;

/// <summary>Where a call can be handed to.</summary>
internal enum DestinationKind
{
    /// <summary>Nothing configured; refused at start.</summary>
    Unset,

    /// <summary>A task for a TaskRouter workflow.</summary>
    TaskRouter,

    /// <summary>A Twilio queue that agents take callers from.</summary>
    Queue,

    /// <summary>A telephone number.</summary>
    Number,

    /// <summary>A softphone on Twilio's Voice SDK.</summary>
    Client,

    /// <summary>A PBX.</summary>
    Sip,

    /// <summary>Nobody: a goodbye.</summary>
    Hangup,
}
