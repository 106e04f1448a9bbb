namespace CallerAuth.Agents.Outbound;

/// <summary>A call to be placed. A shape for the description; <see cref="OrderBodyReader"/> reads it.</summary>
internal sealed class OrderBody
{
    /// <summary>The company's number that calls, in E.164 form: one of the lines. Its name is said, its number is shown, and its destinations take the person.</summary>
    public required string Line { get; init; }

    /// <summary>The person's number in E.164 form. It is handed to Twilio, and neither stored nor repeated in any answer.</summary>
    public required string To { get; init; }

    /// <summary>The eID to be used. Left out, the person chooses among those of the line that may be used on a call that the company places. Norwegian BankID may not.</summary>
    public string? Eid { get; init; }

    /// <summary>The language that the person is spoken to in, which they may change. Left out, the line's first.</summary>
    public string? Language { get; init; }

    /// <summary>Why the company calls: `matter` (the default), `callback` for somebody who asked to be called, or a sentence to be spoken in that language. Whoever picks up hears it, so it may hold nothing personal.</summary>
    public string? Reason { get; init; }
}
