using Microsoft.Extensions.Options;

namespace CallerAuth.Calls;

/// <summary>
/// Where Twilio finds us, always as absolute URLs: what lies behind a proxy or a tunnel, and a document given through REST,
/// cannot be resolved against the request. No URL says anything about a caller; that is what the <c>CallSid</c> is for.
/// </summary>
internal sealed class PublicUrls(IOptions<PublicOptions> options)
{
    private readonly string _base = options.Value.PublicBaseUrl.TrimEnd('/');

    /// <summary>Asked when somebody, or something, picks up a call of ours.</summary>
    public Uri Answered { get; } = Of(options, "/voice/answered");

    /// <summary>Whether whoever picked up wants to go on.</summary>
    public Uri Presented { get; } = Of(options, "/voice/presented");

    /// <summary>Told of a call of ours how it ended; for a number of ours that is set at Twilio.</summary>
    public Uri Status { get; } = Of(options, "/voice/status");

    public Uri Language { get; } = Of(options, "/voice/language");

    public Uri EId { get; } = Of(options, "/voice/eid");

    public Uri NationalId { get; } = Of(options, "/voice/national-id");

    /// <summary>The first words after the number: what to do in the app.</summary>
    public Uri Sent { get; } = Of(options, "/voice/sent");

    /// <summary>A round of waiting that begins with the words.</summary>
    public Uri Hold { get; } = Of(options, "/voice/hold");

    /// <summary>A round of waiting with music alone.</summary>
    public Uri HoldMusic { get; } = Of(options, "/voice/hold/music");

    public Uri Retry { get; } = Of(options, "/voice/retry");

    /// <summary>Says how it ended and leads on; where a live call is redirected to.</summary>
    public Uri Outcome { get; } = Of(options, "/voice/outcome");

    /// <summary>Asked when the agent's leg or the queue is over.</summary>
    public Uri AgentLeg { get; } = Of(options, "/voice/agent-leg");

    /// <summary>Heard by the agent before the bridge.</summary>
    public Uri Whisper { get; } = Of(options, "/voice/whisper");

    /// <summary>Heard by the caller in an agents' queue.</summary>
    public Uri QueueMusic { get; } = Of(options, "/voice/queue-music");

    /// <summary>Heard by the caller in a queue of ours; it also says that they wait there.</summary>
    public Uri QueueWait(string queue) => OfQueue(queue, "wait");

    /// <summary>Where an agent's call asks for the next caller of a queue.</summary>
    public Uri QueueNext(string queue) => OfQueue(queue, "next");

    /// <summary>Where an agent's call goes on after the whisper.</summary>
    public Uri QueueBridge(string queue) => OfQueue(queue, "bridge");

    /// <summary>Where the caller is sent when an agent is ready to talk.</summary>
    public Uri QueueJoin(string queue) => OfQueue(queue, "join");

    /// <summary>Heard in the conference by a caller whose agent is not there.</summary>
    public Uri QueueAlone(string queue, string callSid) => OfQueue(queue, $"alone/{callSid}");

    /// <summary>Heard in the conference by an agent whose caller is not there.</summary>
    public Uri QueueAgentAlone(string queue, string callSid) => OfQueue(queue, $"agent-alone/{callSid}");

    /// <summary>Asked when a caller has left the conference.</summary>
    public Uri QueueTalked(string queue) => OfQueue(queue, "talked");

    /// <summary>Heard by a caller alone, in the middle of a talk with an agent.</summary>
    public Uri Announcement(string verificationId) => Of($"/voice/announcement/{verificationId}");

    public Uri HoldAudio { get; } = Of(options, "/audio/hold.mp3");

    private Uri OfQueue(string queue, string step) => Of($"/voice/queue/{Uri.EscapeDataString(queue)}/{step}");

    private Uri Of(string path) => new(_base + path);

    private static Uri Of(IOptions<PublicOptions> options, string path) => new(options.Value.PublicBaseUrl.TrimEnd('/') + path);
}
