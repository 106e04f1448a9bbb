using CallerAuth.Calls;
using CallerAuth.Lines;
using CallerAuth.Verification;
using Twilio.TwiML;

namespace CallerAuth.Voice;

/// <summary>What a caller hears from us in the middle of a talk with an agent. The two stay connected whatever becomes of it.</summary>
internal sealed class AnnouncementSteps(IAnnouncementSource source, Switchboard switchboard, LineDirectory lines, CallScript script)
{
    public async Task<VoiceResponse> AnnounceAsync(string id, CancellationToken cancellationToken)
    {
        if (!VerificationId.TryParse(id, out var known)
            || await source.FindAsync(known, cancellationToken) is not { } announcement
            || lines.Find(announcement.Line) is not { } line)
            return Nothing();
        var call = await switchboard.LookAsync(announcement.CallSid);
        return script.Announcement(announcement, line, call?.Language ?? line.Language);
    }

    /// <summary>When it cannot be told what to say, and when there is nothing to be said any more.</summary>
    public static VoiceResponse Nothing() => new();
}
