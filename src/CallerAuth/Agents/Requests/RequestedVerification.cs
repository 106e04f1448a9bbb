using System.Text.Json.Serialization;
using CallerAuth.Ciba;
using CallerAuth.Verification;

namespace CallerAuth.Agents.Requests;

/// <summary>
/// A verification that an agent or one of the company's systems asked for, and where it stands. Sealed in the store under its id and
/// kept for an hour after its end, or that of the call that it is about. The national ID is not in it.
/// </summary>
internal sealed record RequestedVerification
{
    /// <summary>The same that the verification has in the audit trail and in the poll engine.</summary>
    public required VerificationId Id { get; init; }

    /// <summary>The number of the line, in E.164 form.</summary>
    public required string Line { get; init; }

    /// <summary>The live call it is about; null for none.</summary>
    public string? CallSid { get; init; }

    /// <summary>TaskRouter's task for that call; null for none.</summary>
    public string? TaskSid { get; init; }

    public required string EId { get; init; }

    /// <summary>Who placed the call: the person, or the company.</summary>
    public required CallInitiator Initiator { get; init; }

    /// <summary><c>agent:</c> or <c>system:</c> and a name.</summary>
    public required string AskedBy { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>The audit trail's pseudonym of the person, so that who looked at it can be written there.</summary>
    public required string Person { get; init; }

    public required RequestState State { get; init; }

    /// <summary>When it came into this state.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Grows with every change; a write counts only on top of the version it was made from. 0: not stored yet.</summary>
    public long Version { get; init; }

    [JsonIgnore]
    public bool HasEnded => State is RequestState.Verified or RequestState.Unverified;

    /// <summary>Without the person, the words and the identity.</summary>
    public override string ToString() => $"RequestedVerification({Id}, {State.GetType().Name}, {Version})";
}
