using CallerAuth.Ciba;
using CallerAuth.Verification;

namespace CallerAuth.Calls;

/// <summary>What a caller who talks with an agent is to hear from us of a verification that the agent has started.</summary>
internal sealed record Announcement(string Line, string CallSid, string? Words, PendingStep Step)
{
    /// <summary>Without the words.</summary>
    public override string ToString() => $"Announcement({CallSid}, {Step})";
}

/// <summary>Knows what is to be announced. Agents' verifications are theirs, so they give it to the voice.</summary>
internal interface IAnnouncementSource
{
    /// <returns>Null when there is nothing to be said (any more).</returns>
    Task<Announcement?> FindAsync(VerificationId id, CancellationToken cancellationToken);
}
