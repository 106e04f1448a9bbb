namespace CallerAuth.Lines;

/// <summary>Where a line's callers go, verified or not. Which members matter depends on <see cref="Kind"/>.</summary>
internal sealed record Destination
{
    public DestinationKind Kind { get; set; }

    /// <summary>TaskRouter: the workflow (WW and 32 hex digits).</summary>
    public string WorkflowSid { get; set; } = "";

    /// <summary>TaskRouter: the task's priority, 0 or more; higher is served first.</summary>
    public int? Priority { get; set; }

    /// <summary>Queue: its friendly name, at most 64 characters.</summary>
    public string Name { get; set; } = "";

    /// <summary>Number: in E.164 form.</summary>
    public string Number { get; set; } = "";

    /// <summary>Client: the softphone's identity, at most 256 characters.</summary>
    public string Identity { get; set; } = "";

    /// <summary>Sip: the PBX's URI without headers, under 255 characters.</summary>
    public string Uri { get; set; } = "";

    /// <summary>Number, Client and Sip: how long it may ring before the call tries the other destination. Seconds on Twilio's side.</summary>
    public TimeSpan RingFor { get; set; } = TimeSpan.FromSeconds(30);
}
