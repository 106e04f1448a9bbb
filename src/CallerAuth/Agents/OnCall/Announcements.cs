using CallerAuth.Agents.Requests;
using CallerAuth.Calls;
using CallerAuth.Verification;

namespace CallerAuth.Agents.OnCall;

/// <summary>
/// Lets a caller who talks with an agent hear from us what to do in the app. Twilio can speak to one participant of a conference alone,
/// who stays in it; a talk that is no conference is left as it is rather than broken off.
/// </summary>
internal sealed partial class Announcements(VerificationDesk desk, Conferences conferences, PublicUrls urls, ILogger<Announcements> logger) : IAnnouncementSource
{
    public async Task<AnnouncementAnswer> SpeakAsync(RequestedVerification verification, CancellationToken cancellationToken)
    {
        if (verification.State is not RequestState.Pending)
            return AnnouncementAnswer.NotPending;
        if (verification.CallSid is not { } callSid)
            return AnnouncementAnswer.NoCall;
        try
        {
            // Callers of our own queues meet their agents under the name of their call, those of Flex under that of their task.
            foreach (var name in new[] { callSid, verification.TaskSid }.OfType<string>())
            {
                if (await conferences.FindAsync(name, cancellationToken) is { } conference
                    && await conferences.AnnounceAsync(conference, callSid, urls.Announcement(verification.Id.Value), cancellationToken))
                    return AnnouncementAnswer.Spoken;
            }

            return AnnouncementAnswer.NotInConference;
        }
#pragma warning disable CA1031 // Whatever failed, the two talk on, and the agent reads the words.
        catch (Exception e)
        {
            NotSpoken(e, callSid);
            return AnnouncementAnswer.Unavailable;
        }
#pragma warning restore CA1031
    }

    /// <summary>For the voice, when Twilio fetches what is to be said.</summary>
    public async Task<Announcement?> FindAsync(VerificationId id, CancellationToken cancellationToken) =>
        await desk.FindAsync(id, cancellationToken) is { State: RequestState.Pending pending, CallSid: { } callSid } verification
            ? new Announcement(verification.Line, callSid, pending.Words, pending.Step)
            : null;

    [LoggerMessage(6311, LogLevel.Error, "Nothing could be announced to call {CallSid}")]
    private partial void NotSpoken(Exception exception, string callSid);
}
