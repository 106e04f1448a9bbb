using System.Security.Cryptography;
using System.Text;
using CallerAuth.Audit;

namespace CallerAuth.Agents.Requests;

/// <summary>Writes into the audit trail who looked at a requested verification, who wanted its words spoken and who its end, once for each of them. That it was asked for is written by the verifier.</summary>
internal sealed class RequestAudit(AuditTrail trail, RequestStore requests)
{
    private const int PseudonymLength = 16;

    public Task LookedAsync(RequestedVerification request, string by) => OnceAsync(request, by, "looked", AuditOutcome.Looked);

    public Task CancelAskedAsync(RequestedVerification request, string by) => OnceAsync(request, by, "cancel", AuditOutcome.CancelAsked);

    public Task AnnounceAskedAsync(RequestedVerification request, string by) => OnceAsync(request, by, "announce", AuditOutcome.AnnounceAsked);

    // However often they do it: whoever holds a key could fill the trail.
    private async Task OnceAsync(RequestedVerification request, string by, string what, string outcome)
    {
        if (await requests.IsFirstTimeAsync(request.Id, what, PseudonymOf(request, by)))
            await trail.EndedAsync(RecordOf(request, by), outcome);
    }

    private static AuditRecord RecordOf(RequestedVerification request, string by) => new()
    {
        At = request.AskedAt,
        AskedBy = by,
        Line = request.Line,
        EId = request.EId,
        VerificationId = request.Id.Value,
        Person = request.Person,
    };

    // An agent's name is none of the store's business; under the verification's random id it is hidden well enough from whoever has no list of agents.
    private static string PseudonymOf(RequestedVerification request, string by) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{request.Id}:{request.Person}:{by}")))[..PseudonymLength];
}
