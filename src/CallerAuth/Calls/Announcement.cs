using CallerAuth.Ciba;
using CallerAuth.Verification;

namespace CallerAuth.Calls;

/// <summary>What a caller who talks with an agent is to hear from us of a verification that the agent has started.</summary>
internal sealed record Announcement(string Line, string CallSid, string? Words, PendingStep Step)
{
    /// <summary>Without the words.</summary>
    public override string ToString() => $"Announcement({CallSid}, {Step})";
}

/// <summary>Finds what is to be announced; null when there is nothing (any more). Agents' verifications are theirs, so they give it to the voice.</summary>
internal delegate Task<Announcement?> AnnouncementSource(VerificationId id, CancellationToken cancellationToken);
