using CallerAuth.Calls;
using CallerAuth.Ciba;
using CallerAuth.Lines;
using CallerAuth.Routing;
using Twilio.TwiML;
using Twilio.TwiML.Voice;
using HttpMethod = Twilio.Http.HttpMethod;

namespace CallerAuth.Voice;

/// <summary>What an agent hears who takes callers from a queue, and what their callers hear meanwhile. Each method is one document.</summary>
internal sealed class AgentScript(Speech speech, PublicUrls urls, CallScript script, AgentHandoff handoff)
{
    /// <summary>About a minute of music; then Twilio asks again, and a store that lost the caller learns of them anew.</summary>
    private const int RoundsOfMusic = 6;

    /// <summary>The caller's wait in the queue.</summary>
    public VoiceResponse Waiting() => new VoiceResponse().Play(urls.HoldAudio, loop: RoundsOfMusic);

    /// <summary>The same while the store does not know that they wait: Twilio asks again soon.</summary>
    public VoiceResponse WaitingUnnoted() => new VoiceResponse().Play(urls.HoldAudio);

    /// <summary>The agent's wait for a caller.</summary>
    public VoiceResponse NobodyWaits(string queue, Line line) => SayAndAskAgain(PromptKey.QueueEmpty, queue, line);

    /// <summary>Something of ours or of Twilio's REST failed; the caller stays in the queue. The music keeps the next try from following at once.</summary>
    public VoiceResponse TechnicalFault(string queue, Line line) => SayAndAskAgain(PromptKey.TechnicalFault, queue, line);

    /// <summary>Who it is, to the agent alone; then the two are brought together.</summary>
    /// <param name="state">Where the caller's call stands; null when nothing is known of it.</param>
    /// <param name="queue">The queue they come from.</param>
    /// <param name="line">The line of their call.</param>
    /// <param name="initiator">Who placed it.</param>
    public VoiceResponse Whisper(CallState? state, string queue, Line line, CallInitiator initiator = CallInitiator.User) =>
        script.Whisper(state, line, initiator).Redirect(urls.QueueBridge(queue), HttpMethod.Post);

    /// <summary>The caller of the whisper is gone; the next one.</summary>
    public VoiceResponse Next(string queue) => new VoiceResponse().Redirect(urls.QueueNext(queue), HttpMethod.Post);

    /// <summary>The agent's way to the caller. When they have talked the agent's call ends, and its agent calls again when ready.</summary>
    public VoiceResponse ToCaller(string callerSid, string agentSid, string queue) =>
        new VoiceResponse().Append(new Dial().Append(Room(callerSid, urls.QueueAgentAlone(queue, agentSid))));

    /// <summary>The caller's way to the agent.</summary>
    public VoiceResponse ToAgent(string callerSid, string queue) =>
        new VoiceResponse().Append(new Dial(action: urls.QueueTalked(queue), method: HttpMethod.Post).Append(Room(callerSid, urls.QueueAlone(queue, callerSid))));

    /// <summary>Heard by who comes first into the conference. A round of it is longer than the other may take; then Twilio asks again.</summary>
    /// <param name="again">A conference's wait takes no other verb that ends it (Twilio's error 13238), so the next round moves who is still alone.</param>
    public VoiceResponse Alone(Uri again) => new VoiceResponse().Play(urls.HoldAudio).Redirect(again, HttpMethod.Post);

    /// <summary>No agent waits for the caller after all.</summary>
    public VoiceResponse BackToQueue(string queue)
    {
        var response = new VoiceResponse();
        handoff.Append(response, new Destination { Kind = DestinationKind.Queue, Name = queue }, CallerVerification.Unverified(UnverifiedReason.Error, verificationId: null));
        return response;
    }

    private VoiceResponse SayAndAskAgain(PromptKey words, string queue, Line line)
    {
        var response = new VoiceResponse();
        speech.Say(response, line.Options, line.Language, words);
        return response.Play(urls.HoldAudio).Redirect(urls.QueueNext(queue), HttpMethod.Post);
    }

    // Whoever comes first hears our music and not Twilio's; when one leaves, the other is not left in an empty room.
    private static Conference Room(string callerSid, Uri waitUrl) => new(
        callerSid, beep: Conference.BeepEnum.False, startConferenceOnEnter: true, endConferenceOnExit: true,
        waitUrl: waitUrl, waitMethod: HttpMethod.Post, maxParticipants: 2);
}
