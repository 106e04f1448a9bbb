namespace CallerAuth.Agents.Outbound;

/// <summary>A call that somebody at the company wants to have placed, as they said it: nothing is checked yet.</summary>
/// <param name="Line">The line that calls: its number is shown to the person, and its destinations take them.</param>
/// <param name="To">The person's number in E.164 form.</param>
/// <param name="EId">Null: the person chooses among those that may be used on a call of ours.</param>
/// <param name="Language">Null: the line's first; the person may choose another.</param>
/// <param name="Reason"><c>matter</c>, <c>callback</c>, or words that are said to whoever picks up, in <paramref name="Language"/>.</param>
/// <param name="AskedBy"><c>agent:</c> or <c>system:</c> and a name; for the audit trail.</param>
internal sealed record CallOrder(string Line, string To, string? EId, string? Language, string? Reason, string AskedBy)
{
    /// <summary>Without the person's number.</summary>
    public override string ToString() => $"CallOrder({Line}, {EId}, {Language})";
}
