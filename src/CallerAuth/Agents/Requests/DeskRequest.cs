using CallerAuth.Ciba;

namespace CallerAuth.Agents.Requests;

/// <summary>What somebody at the company wants to know, as they said it: nothing is checked yet.</summary>
/// <param name="Line">The number of the line, in E.164 form.</param>
/// <param name="EId">Name of an eID that the line takes.</param>
/// <param name="NationalId">Digits as they were typed.</param>
/// <param name="Initiator">Who placed the call.</param>
/// <param name="CallSid">The live call it is about, if any.</param>
/// <param name="TaskSid">TaskRouter's task for that call, if any.</param>
/// <param name="AskedBy"><c>agent:</c> or <c>system:</c> and a name; for the audit trail.</param>
/// <param name="BindingMessage">What the app shows, for eIDs that take it; null for the line's own words.</param>
internal sealed record DeskRequest(
    string Line,
    string EId,
    string NationalId,
    CallInitiator Initiator,
    string? CallSid,
    string? TaskSid,
    string AskedBy,
    string? BindingMessage = null)
{
    /// <summary>Without the national ID.</summary>
    public override string ToString() => $"DeskRequest({Line}, {EId}, {Initiator}, {CallSid})";
}
