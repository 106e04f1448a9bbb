namespace CallerAuth.Agents.Board;

/// <summary>Whether an agent may believe who the caller is. Only one of them says yes.</summary>
internal enum CardStatus
{
    /// <summary>Still greeted, keying, or choosing whether to try again.</summary>
    NotYet,

    /// <summary>The request waits in the caller's app.</summary>
    Verifying,

    Verified,

    /// <summary>On the way to an agent, or there, as nobody in particular.</summary>
    Unverified,
}
