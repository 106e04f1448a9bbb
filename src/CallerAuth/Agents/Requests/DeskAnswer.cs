namespace CallerAuth.Agents.Requests;

/// <summary>What the desk says to a request.</summary>
internal abstract record DeskAnswer
{
    private DeskAnswer() { }

    /// <summary>It is written down and being started; how it goes on is read or followed.</summary>
    public sealed record Accepted(RequestedVerification Verification) : DeskAnswer;

    /// <summary>Nothing rang and nothing was written.</summary>
    /// <param name="Field">The member of <see cref="DeskRequest"/> that is at fault, in camel case as the API spells it; null where none is.</param>
    /// <param name="Text">A sentence for people that repeats nothing of what was sent.</param>
    public sealed record Refused(string? Field, RefusalCode Code, string Text) : DeskAnswer
    {
        /// <summary>When it may be asked again, where that is known.</summary>
        public TimeSpan? RetryAfter { get; init; }
    }
}

/// <summary>Why the desk refuses.</summary>
internal enum RefusalCode
{
    /// <summary>Something in the request cannot be right; the field says what.</summary>
    Invalid,

    /// <summary>The eID serves people who called us, and nobody we call.</summary>
    InboundOnly,

    /// <summary>The call is no live call of that line.</summary>
    UnknownCall,

    /// <summary>The call has ended a moment ago.</summary>
    CallEnded,

    /// <summary>Another verification of the person runs, here or elsewhere.</summary>
    AlreadyRunning,

    /// <summary>The person, the line or all have been asked often enough for now.</summary>
    Limited,

    /// <summary>This instance has too much to do.</summary>
    Busy,
}
