using CallerAuth.Calls;

namespace CallerAuth.Agents.Outbound;

/// <summary>What comes of an order for a call.</summary>
internal abstract record OutboundAnswer
{
    private OutboundAnswer() { }

    /// <summary>It rings, or will.</summary>
    public sealed record Placed(Call Call) : OutboundAnswer;

    /// <summary>Nothing rings.</summary>
    /// <param name="Field">The member of <see cref="CallOrder"/> that is at fault, in camel case; null where none is.</param>
    /// <param name="Text">A sentence for people that repeats nothing of what was sent.</param>
    public sealed record Refused(string? Field, OutboundFault Fault, string Text) : OutboundAnswer
    {
        /// <summary>When it may be ordered again, where that is known.</summary>
        public TimeSpan? RetryAfter { get; init; }
    }
}

/// <summary>Why no call is placed, or none that leads anywhere.</summary>
internal enum OutboundFault
{
    /// <summary>Something in the order cannot be right; the field says what.</summary>
    Invalid,

    /// <summary>The eID serves people who called us, and nobody we call.</summary>
    InboundOnly,

    /// <summary>The number may not be called, by our settings or by Twilio's.</summary>
    NotAllowed,

    /// <summary>Twilio places no more calls just now, or our own limits are reached.</summary>
    TooMany,

    /// <summary>Twilio refused for a reason that an operator must mend.</summary>
    Misconfigured,

    /// <summary>Twilio, or our store, did not answer. A telephone may ring all the same; whoever picks it up hears an apology and no more.</summary>
    Unknown,
}
