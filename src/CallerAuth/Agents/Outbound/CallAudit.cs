using System.Security.Cryptography;
using System.Text;
using CallerAuth.Audit;
using CallerAuth.Calls;
using CallerAuth.Identity;

namespace CallerAuth.Agents.Outbound;

/// <summary>Writes into the audit trail who had a call placed, who looked at it and who wanted its end, once for each of them. What came of verifying the person is written by the verifier.</summary>
internal sealed class CallAudit(AuditTrail trail, CallStore calls, CallingNumberHasher numbers, TimeProvider time)
{
    private const int PseudonymLength = 16;

    /// <summary>The beginning of a record, until it is known what came of the order.</summary>
    public AuditRecord Ordered(CallOrder order) => trail.Ordered(order.AskedBy, order.Line, order.EId, numbers.Hash(order.To, order.Line));

    public Task EndedAsync(AuditRecord ordered, string outcome) => trail.EndedAsync(ordered, outcome);

    public Task LookedAsync(Call call, string by) => OnceAsync(call, by, "looked", AuditOutcome.CallLooked);

    public Task EndAskedAsync(Call call, string by) => OnceAsync(call, by, "end", AuditOutcome.CallEndAsked);

    // However often they do it: whoever holds a key could fill the trail.
    private async Task OnceAsync(Call call, string by, string what, string outcome)
    {
        if (await calls.IsFirstTimeAsync(call.CallSid, what, PseudonymOf(call, by)))
            await trail.EndedAsync(RecordOf(call, by), outcome);
    }

    private AuditRecord RecordOf(Call call, string by) => new()
    {
        At = time.GetUtcNow(),
        AskedBy = by,
        Line = call.To,
        EId = call.EId,
        CallSid = call.CallSid,
    };

    // An agent's name is none of the store's business; under the call's random SID it is hidden well enough from whoever has no list of agents.
    private static string PseudonymOf(Call call, string by) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{call.CallSid}:{by}")))[..PseudonymLength];
}
