namespace CallerAuth.Calls;

/// <summary>Why the company calls, as it is said to the person who answers.</summary>
internal enum CallReason
{
    /// <summary>A matter of the person's with the company; what it is, is said by nobody before the person is verified.</summary>
    Matter,

    /// <summary>The person asked to be called.</summary>
    Callback,

    /// <summary>In the words of who had the call placed.</summary>
    Own,
}

/// <summary>What is known only of a call that we placed. The person's number is not: once Twilio has it, nobody here needs it.</summary>
/// <param name="By">Who had it placed, for the audit trail: <c>agent:…</c> or <c>system:…</c>.</param>
/// <param name="OwnReason">The words of <see cref="CallReason.Own"/>; no personal data.</param>
/// <param name="ReasonLanguage">The language that those words are in.</param>
/// <param name="LeavesMessage">Whether an answering machine hears a short neutral message, or nothing.</param>
internal sealed record PlacedCall(string By, CallReason Reason, string? OwnReason, string ReasonLanguage, bool LeavesMessage)
{
    /// <summary>When Twilio took it.</summary>
    public DateTimeOffset? At { get; init; }
}
