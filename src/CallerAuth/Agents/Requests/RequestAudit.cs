using System.Security.Cryptography;
using System.Text;
using CallerAuth.Audit;

namespace CallerAuth.Agents.Requests;

/// <summary>Writes into the audit trail who looked at a requested verification, who wanted its words spoken and who its end. That it was asked for is written by the verifier.</summary>
internal sealed class RequestAudit(AuditTrail trail, RequestStore requests)
{
    private const int PseudonymLength = 16;

    /// <summary>Once for each who looks, however often they do.</summary>
    public async Task LookedAsync(RequestedVerification request, string by)
    {
        if (await requests.IsFirstLookAsync(request.Id, PseudonymOf(request, by)))
            await trail.EndedAsync(RecordOf(request, by), AuditOutcome.Looked);
    }

    public Task CancelAskedAsync(RequestedVerification request, string by) => trail.EndedAsync(RecordOf(request, by), AuditOutcome.CancelAsked);

    public Task AnnounceAskedAsync(RequestedVerification request, string by) => trail.EndedAsync(RecordOf(request, by), AuditOutcome.AnnounceAsked);

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
