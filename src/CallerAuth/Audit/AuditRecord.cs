using System.Text.Json.Serialization;

namespace CallerAuth.Audit;

/// <summary>
/// One line of the audit trail: a verification that was asked for and what became of it. No national ID, no name and no calling
/// number is in it; pseudonyms stand for them, which only those can recognise who hold the installation's key and the number.
/// </summary>
internal sealed record AuditRecord
{
    /// <summary>When the outcome was known; while a verification runs, when it was asked for.</summary>
    public required DateTimeOffset At { get; init; }

    public string Outcome { get; init; } = "";

    public required string VerificationId { get; init; }

    /// <summary>The called number.</summary>
    public required string Line { get; init; }

    /// <summary>Who asked: <c>ivr</c> for a caller who keyed the number.</summary>
    public required string AskedBy { get; init; }

    [JsonPropertyName("eid")]
    public required string EId { get; init; }

    /// <summary>The token's <c>acr</c>, when verified.</summary>
    public string? Level { get; init; }

    /// <summary>From the wish to the outcome.</summary>
    public long DurationMs { get; init; }

    /// <summary>Pseudonym of the person who was asked for.</summary>
    public required string Person { get; init; }

    /// <summary>Pseudonym of the number that called; null where nobody called.</summary>
    public string? CallingNumber { get; init; }

    /// <summary>Instances' clocks may differ a little; a duration is never negative.</summary>
    public AuditRecord Ended(string outcome, string? level, DateTimeOffset now) =>
        this with { At = now, Outcome = outcome, Level = level, DurationMs = Math.Max(0, (long)(now - At).TotalMilliseconds) };

    /// <summary>Without the pseudonyms.</summary>
    public override string ToString() => $"AuditRecord({VerificationId}, {Outcome})";
}
