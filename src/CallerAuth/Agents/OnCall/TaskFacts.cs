using System.Security.Cryptography;
using System.Text.Json;
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
    /// Whether it is a task of the verification's call. One that is about no call is for tasks of its line alone, or of no line: for such
    /// as are about no call either, and for those of calls that this service has never had.
    /// </returns>
    public async Task<bool> AreOfAsync(RequestedVerification verification, JsonObject attributes)
    {
        var callSid = Word(attributes, "call_sid");
        if (verification.CallSid is not null)
            return callSid == verification.CallSid;
        var (to, from) = (Word(attributes, "to"), Word(attributes, "from"));
        var isOfNoLine = to.Length == 0 && from.Length == 0;
        if (callSid.Length == 0)
            return isOfNoLine || to == verification.Line || from == verification.Line;
        return (to == verification.Line || from == verification.Line)
            && await AreOfForeignCallAsync(verification, callSid, attributes);
    }

    /// <returns>Whether nobody has asked about the caller again since; of a call that is over, whether nothing newer stands in the task.</returns>
    public async Task<bool> AreOlderAsync(RequestedVerification verification, JsonObject attributes)
    {
        if (verification.CallSid is { } callSid && await asked.LastAsync(callSid) is { } last)
            return last == verification.Id;
        return !(Standing(attributes) is { } standing
            && standing != verification.Id
            && await FindAsync(standing) is { } other
            && other.AskedAt > verification.AskedAt);
    }

    // The store forgets a call soon after its end, and its task does not: what this service hands over says of itself what is known of the caller.
    private async Task<bool> AreOfForeignCallAsync(RequestedVerification verification, string callSid, JsonObject attributes)
    {
        if (await MayBeOursAsync(callSid))
            return false;
        if (!attributes.ContainsKey(TaskAttributes.Member))
            return true;
        // Unless it was written there by one that was about no call, as this one is.
        return Standing(attributes) is { } standing
            && (standing == verification.Id || (await FindAsync(standing) is { CallSid: null } other && other.TaskSid == verification.TaskSid));
    }

    private async Task<bool> MayBeOursAsync(string callSid)
    {
        try
        {
            return await calls.FindAsync(callSid) is not null;
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            // Sealed with another key or by another version of ours: nobody can tell whose it is, and nobody could in five minutes.
            return true;
        }
    }

    /// <returns>Null when there is no such request (any more), or none that can be read.</returns>
    private async Task<RequestedVerification?> FindAsync(VerificationId id)
    {
        try
        {
            return await requests.FindAsync(id);
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private static VerificationId? Standing(JsonObject attributes) =>
        attributes[TaskAttributes.Member] is JsonObject told && VerificationId.TryParse(Word(told, "verification_id"), out var id) ? id : null;

    private static string Word(JsonObject from, string member) => from[member]?.ToString() ?? "";
}
