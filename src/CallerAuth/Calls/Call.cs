using System.Text.Json.Serialization;
using CallerAuth.Ciba;
using CallerAuth.Verification;

namespace CallerAuth.Calls;

/// <summary>A telephone call and where its caller stands. Kept in the store under its <c>CallSid</c>, sealed.</summary>
internal sealed record Call
{
    /// <summary>Twilio's name for the call: CA and 32 hex digits.</summary>
    public required string CallSid { get; init; }

    /// <summary>The company's number, which says which line it is: the one that was called, or the one that a call of ours shows.</summary>
    public required string To { get; init; }

    /// <summary>BCP 47 tag of the language that the caller is spoken to in.</summary>
    public required string Language { get; init; }

    /// <summary>Name of the eID, once it is settled.</summary>
    public required string? EId { get; init; }

    /// <summary>How many verifications this call has begun; each one rang a telephone.</summary>
    public int Attempts { get; init; }

    public required CallState State { get; init; }

    /// <summary>What is known only of a call that we placed; null for one that came in.</summary>
    public PlacedCall? Placed { get; init; }

    /// <summary>What has happened so far, oldest first, for the agent; null for a call of which nothing is told.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<StoryStep>? Story { get; init; }

    /// <summary>Grows with every transition; a write counts only on top of the version it was made from. 0: not stored yet.</summary>
    public long Version { get; init; }

    /// <summary>Who placed the call; BankID shows the person a different question for each.</summary>
    [JsonIgnore]
    public CallInitiator Initiator => Placed is null ? CallInitiator.User : CallInitiator.RelyingParty;

    /// <summary>The verification that the caller waits for, if any.</summary>
    [JsonIgnore]
    public VerificationId? Running => State switch
    {
        CallState.StartingVerification starting => starting.Id,
        CallState.AwaitingApproval awaiting => awaiting.Id,
        _ => null,
    };
}
