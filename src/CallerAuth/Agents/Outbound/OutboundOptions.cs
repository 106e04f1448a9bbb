using CallerAuth.Verification;

namespace CallerAuth.Agents.Outbound;

/// <summary>Calls that the company places.</summary>
internal sealed class OutboundOptions
{
    public const string Section = "Outbound";

    /// <summary>What the numbers begin with that may be called, such as <c>+46</c>. Empty: none, and no call is placed. Keeps a stolen key from running up calls abroad.</summary>
    public List<string> AllowedPrefixes { get; set; } = [];

    /// <summary>What the numbers begin with that may not be called, although an allowed prefix covers them. Premium numbers of Norway, Sweden, Denmark and Finland need no entry (<see cref="PremiumNumbers"/>).</summary>
    public List<string> DeniedPrefixes { get; set; } = [];

    /// <summary>How long it rings before nobody is home.</summary>
    public TimeSpan RingFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>When Twilio ends a call, whoever talks: a call that nobody hangs up costs no more than this.</summary>
    public TimeSpan LongestCall { get; set; } = TimeSpan.FromHours(2);

    public AnsweringMachine AnsweringMachine { get; set; } = AnsweringMachine.HangUp;

    public CallLimits Limits { get; set; } = new();

    /// <summary>How often calls may be placed: a stolen key rings nobody all night, and runs up no more than so many calls.</summary>
    internal sealed class CallLimits
    {
        /// <summary>Calls that one agent or system has placed; far more than a person places by hand.</summary>
        public LimitsOptions.Limit PerActor { get; set; } = new() { Short = new() { Most = 100 }, Long = new() { Most = 1000, Within = TimeSpan.FromDays(1) } };

        /// <summary>Calls to one number, whoever wants them.</summary>
        public LimitsOptions.Limit PerNumber { get; set; } = new() { Short = new() { Most = 3 }, Long = new() { Most = 10, Within = TimeSpan.FromDays(1) } };

        /// <summary>All calls together.</summary>
        public LimitsOptions.Limit Overall { get; set; } = new() { Short = new() { Most = 500 }, Long = new() { Most = 5000, Within = TimeSpan.FromDays(1) } };
    }
}

/// <summary>What an answering machine gets to hear.</summary>
internal enum AnsweringMachine
{
    /// <summary>Nothing.</summary>
    HangUp,

    /// <summary>A short message that names nobody. People wait a little longer for the first word then.</summary>
    LeaveMessage,
}
