namespace CallerAuth.Agents.Outbound;

/// <summary>Calls that the company places.</summary>
internal sealed class OutboundOptions
{
    public const string Section = "Outbound";

    /// <summary>What the numbers begin with that may be called, such as <c>+46</c>. Empty: none, and no call is placed. Keeps a stolen key from running up calls abroad.</summary>
    public List<string> AllowedPrefixes { get; set; } = [];

    /// <summary>How long it rings before nobody is home.</summary>
    public TimeSpan RingFor { get; set; } = TimeSpan.FromSeconds(30);

    public AnsweringMachine AnsweringMachine { get; set; } = AnsweringMachine.HangUp;
}

/// <summary>What an answering machine gets to hear.</summary>
internal enum AnsweringMachine
{
    /// <summary>Nothing.</summary>
    HangUp,

    /// <summary>A short message that names nobody. People wait a little longer for the first word then.</summary>
    LeaveMessage,
}
