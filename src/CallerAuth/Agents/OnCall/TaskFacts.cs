using System.Text.Json.Nodes;
using CallerAuth.Agents.Requests;
using CallerAuth.Calls;
using CallerAuth.Verification;

namespace CallerAuth.Agents.OnCall;

/// <summary>
/// What a task's own attributes say of a verification that is about to be written there. A SID is only a name that somebody gave us;
/// a verdict in the task of another caller would be believed.
/// </summary>
internal sealed class TaskFacts(CallStore calls, AskedOnCalls asked, RequestStore requests)
{
    /// <returns>
    /// Whether it is a task of the verification's call. One that is about no call has no business in a task of a call of ours, and in that
    /// of any other only where the call was made to or from its line.
    /// </returns>
    public async Task<bool> AreOfAsync(RequestedVerification verification, JsonObject attributes)
    {
        var callSid = Word(attributes, "call_sid");
        if (verification.CallSid is not null)
            return callSid == verification.CallSid;
        if (callSid.Length == 0)
            return true;
        return (Word(attributes, "to") == verification.Line || Word(attributes, "from") == verification.Line) && await calls.FindAsync(callSid) is null;
    }

    /// <returns>Whether nobody has asked about the caller again since; of a call that is over, whether nothing newer stands in the task.</returns>
    public async Task<bool> AreOlderAsync(RequestedVerification verification, JsonObject attributes)
    {
        if (verification.CallSid is { } callSid && await asked.LastAsync(callSid) is { } last)
            return last == verification.Id;
        return !(attributes[TaskAttributes.Member] is JsonObject told
            && VerificationId.TryParse(Word(told, "verification_id"), out var standing)
            && standing != verification.Id
            && await requests.FindAsync(standing) is { } other
            && other.AskedAt > verification.AskedAt);
    }

    private static string Word(JsonObject from, string member) => from[member]?.ToString() ?? "";
}
