using System.Text.Json.Serialization;

namespace CallerAuth.Audit;

/// <summary>
/// One line of the audit trail: a verification that was asked for, or a call that the company wanted, and what became of it. No national
/// ID, no name and no telephone number of a person is in it; pseudonyms stand for them, which only those can recognise who hold the installation's key and the number.
/// </summary>
internal sealed record AuditRecord
{
    /// <summary>When the outcome was known; while a verification runs, when it was asked for.</summary>
    public required DateTimeOffset At { get; init; }

    public string Outcome { get; init; } = "";

    /// <summary>Null in a record of a call.</summary>
    public string? VerificationId { get; init; }

    /// <summary>Twilio's name for the call that the company placed; null in a record of a verification.</summary>
    public string? CallSid { get; init; }

    /// <summary>The company's number.</summary>
    public required string Line { get; init; }

    /// <summary>Who asked: <c>ivr</c> for a caller who keyed the number.</summary>
    public required string AskedBy { get; init; }

    [JsonPropertyName("eid")]
    public string? EId { get; init; }

    /// <summary>The token's <c>acr</c>, when verified.</summary>
    public string? Level { get; init; }

    /// <summary>From the wish to the outcome.</summary>
    public long DurationMs { get; init; }

    /// <summary>Pseudonym of the person who was asked for; null in a record of a call, where nobody knows who picks up.</summary>
    public string? Person { get; init; }

    /// <summary>Pseudonym of the number that called; null where nobody called.</summary>
    public string? CallingNumber { get; init; }

    /// <summary>Pseudonym of the number that the company had called, where it is the order that is recorded. A telephone has the same one whether it calls or is called.</summary>
    public string? CalledNumber { get; init; }

    /// <summary>What the record is about; two with the same name, outcome and asker are one.</summary>
    [JsonIgnore]
    public string Name => VerificationId ?? CallSid ?? At.ToString("O");

    /// <summary>Instances' clocks may differ a little; a duration is never negative.</summary>
    public AuditRecord Ended(string outcome, string? level, DateTimeOffset now) =>
        this with { At = now, Outcome = outcome, Level = level, DurationMs = Math.Max(0, (long)(now - At).TotalMilliseconds) };

    /// <summary>Without the pseudonyms.</summary>
    public override string ToString() => $"AuditRecord({Name}, {Outcome})";
}
