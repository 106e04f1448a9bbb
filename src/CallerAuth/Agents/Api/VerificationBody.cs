using System.Text.Json.Serialization;

namespace CallerAuth.Agents.Api;

/// <summary>A verification as it stands.</summary>
internal sealed class VerificationBody
{
    /// <summary>Names the verification, here, in the audit trail and in the agent's system.</summary>
    public required string Id { get; init; }

    /// <summary>`starting` while the provider is asked, `pending` while the person is, then `verified` or `unverified`. Nothing but `verified` says who somebody is.</summary>
    public required string Status { get; init; }

    /// <summary>Why it is `unverified`.</summary>
    public string? Reason { get; init; }

    /// <summary>The number of the line.</summary>
    public required string Line { get; init; }

    /// <summary>The eID that is used.</summary>
    public required string Eid { get; init; }

    /// <summary>Who placed the call: `user` or `RP`.</summary>
    public required string CallInitiator { get; init; }

    /// <summary>The call it is about.</summary>
    public string? CallSid { get; init; }

    /// <summary>The task it is about.</summary>
    public string? TaskSid { get; init; }

    /// <summary>What the agent reads to the person, who must choose it in the app. Only while `pending`, for eIDs that work that way, and for who may start verifications.</summary>
    public string? Words { get; init; }

    /// <summary>How far the person is in the app, where the eID tells: `not_opened`, `asked_about_call` or `identifying`.</summary>
    public string? Step { get; init; }

    /// <summary>Who asked: `agent:` or `system:` and a name.</summary>
    public required string AskedBy { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Until when the person can answer. Only while `pending`.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Grows with each change; the `id` of its event.</summary>
    public required long Version { get; init; }

    /// <summary>When it has ended: what the agent's system learns of the person, as in the attributes of a TaskRouter task. Of the person's claims it holds those that the line hands on.</summary>
    [JsonPropertyName("caller_verification")]
    public IReadOnlyDictionary<string, string>? CallerVerification { get; init; }
}
