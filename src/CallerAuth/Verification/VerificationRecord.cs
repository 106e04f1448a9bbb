using CallerAuth.Audit;
using CallerAuth.Store;

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

    public byte[] Seal(Sealer sealer, VerificationId id) => sealer.Seal(VerificationRow.Write(this), id.Value);

    /// <exception cref="System.Security.Cryptography.CryptographicException">It was sealed under another name or with another key, or changed.</exception>
    /// <exception cref="FormatException">It was sealed by a version that wrote another shape.</exception>
    public static VerificationRecord Open(Sealer sealer, byte[] box, VerificationId id)
    {
        var record = sealer.Open(box, VerificationRow.Read, id.Value);
        return record with { Asked = record.Asked is { } asked ? asked with { VerificationId = id.Value } : null };
    }

    /// <summary>Masked: the hashes stand for a person, and whoever has the <c>auth_req_id</c> may ask who it was.</summary>
    public override string ToString() => $"VerificationRecord({EId}, ***)";
}
