using CallerAuth.Audit;

namespace CallerAuth.Verification;

/// <summary>What polling needs to know of a running verification, sealed in the store. The national ID is not among it.</summary>
internal sealed record VerificationRecord
{
    public required string EId { get; init; }

    public required string AuthReqId { get; init; }

    public required string NationalIdHash { get; init; }

    public required string? BirthDateHash { get; init; }

    public required string Waiter { get; init; }

    /// <summary>The beginning of its line in the audit trail; null when an earlier version began it.</summary>
    public AuditRecord? Asked { get; init; }

    /// <summary>Masked: the hashes stand for a person, and whoever has the <c>auth_req_id</c> may ask who it was.</summary>
    public override string ToString() => $"VerificationRecord({EId}, ***)";
}
