using Twilio.Http;
using Twilio.Types;

namespace Twilio.TwiML.Voice;

/// <summary>A room where calls meet (https://www.twilio.com/docs/voice/twiml/conference).</summary>
public class Conference(
    string? name = null,
    bool? muted = null,
    Conference.BeepEnum? beep = null,
    bool? startConferenceOnEnter = null,
    bool? endConferenceOnExit = null,
    Uri? waitUrl = null,
    HttpMethod? waitMethod = null,
    int? maxParticipants = null,
    Conference.RecordEnum? record = null,
    string? recordingConfigurationId = null,
    Conference.RegionEnum? region = null,
    string? coach = null,
    Conference.TrimEnum? trim = null,
    IEnumerable<Conference.EventEnum>? statusCallbackEvent = null,
    Uri? statusCallback = null,
    HttpMethod? statusCallbackMethod = null,
    Uri? recordingStatusCallback = null,
    HttpMethod? recordingStatusCallbackMethod = null,
    IEnumerable<Conference.RecordingEventEnum>? recordingStatusCallbackEvent = null,
    Uri? eventCallbackUrl = null,
    Conference.JitterBufferSizeEnum? jitterBufferSize = null,
    string? participantLabel = null) : Verb<Conference>("Conference")
{
    public string? Name { get; set; } = name;

    public bool? Muted { get; set; } = muted;

    public BeepEnum? Beep { get; set; } = beep;

    public bool? StartConferenceOnEnter { get; set; } = startConferenceOnEnter;

    public bool? EndConferenceOnExit { get; set; } = endConferenceOnExit;

    public Uri? WaitUrl { get; set; } = waitUrl;

    public HttpMethod? WaitMethod { get; set; } = waitMethod;

    public int? MaxParticipants { get; set; } = maxParticipants;

    public RecordEnum? Record { get; set; } = record;

    public string? RecordingConfigurationId { get; set; } = recordingConfigurationId;

    public RegionEnum? Region { get; set; } = region;

    public string? Coach { get; set; } = coach;

    public TrimEnum? Trim { get; set; } = trim;

    public IEnumerable<EventEnum>? StatusCallbackEvent { get; set; } = statusCallbackEvent;

    public Uri? StatusCallback { get; set; } = statusCallback;

    public HttpMethod? StatusCallbackMethod { get; set; } = statusCallbackMethod;

    public Uri? RecordingStatusCallback { get; set; } = recordingStatusCallback;

    public HttpMethod? RecordingStatusCallbackMethod { get; set; } = recordingStatusCallbackMethod;

    public IEnumerable<RecordingEventEnum>? RecordingStatusCallbackEvent { get; set; } = recordingStatusCallbackEvent;

    public Uri? EventCallbackUrl { get; set; } = eventCallbackUrl;

    public JitterBufferSizeEnum? JitterBufferSize { get; set; } = jitterBufferSize;

    public string? ParticipantLabel { get; set; } = participantLabel;

    private protected override string? Text => Name;

    private protected override void WriteAttributes(VerbAttributes attributes)
    {
        attributes.Write("muted", Muted);
        attributes.Write("beep", Beep);
        attributes.Write("startConferenceOnEnter", StartConferenceOnEnter);
        attributes.Write("endConferenceOnExit", EndConferenceOnExit);
        attributes.Write("waitUrl", WaitUrl);
        attributes.Write("waitMethod", WaitMethod);
        attributes.Write("maxParticipants", MaxParticipants);
        attributes.Write("record", Record);
        attributes.Write("recordingConfigurationId", RecordingConfigurationId);
        attributes.Write("region", Region);
        attributes.Write("coach", Coach);
        attributes.Write("trim", Trim);
        attributes.Write("statusCallbackEvent", StatusCallbackEvent);
        attributes.Write("statusCallback", StatusCallback);
        attributes.Write("statusCallbackMethod", StatusCallbackMethod);
        attributes.Write("recordingStatusCallback", RecordingStatusCallback);
        attributes.Write("recordingStatusCallbackMethod", RecordingStatusCallbackMethod);
        attributes.Write("recordingStatusCallbackEvent", RecordingStatusCallbackEvent);
        attributes.Write("eventCallbackUrl", EventCallbackUrl);
        attributes.Write("jitterBufferSize", JitterBufferSize);
        attributes.Write("participantLabel", ParticipantLabel);
    }

    public sealed class BeepEnum : StringEnum
    {
        public static readonly BeepEnum True = new("true");
        public static readonly BeepEnum False = new("false");
        public static readonly BeepEnum Onenter = new("onEnter");
        public static readonly BeepEnum Onexit = new("onExit");

        private BeepEnum(string value)
            : base(value)
        {
        }

        public static implicit operator BeepEnum(string value) => new(value);
    }

    public sealed class RecordEnum : StringEnum
    {
        public static readonly RecordEnum DoNotRecord = new("do-not-record");
        public static readonly RecordEnum RecordFromStart = new("record-from-start");

        private RecordEnum(string value)
            : base(value)
        {
        }

        public static implicit operator RecordEnum(string value) => new(value);
    }

    public sealed class RegionEnum : StringEnum
    {
        public static readonly RegionEnum Us1 = new("us1");
        public static readonly RegionEnum Us2 = new("us2");
        public static readonly RegionEnum Ie1 = new("ie1");
        public static readonly RegionEnum Sg1 = new("sg1");
        public static readonly RegionEnum Br1 = new("br1");
        public static readonly RegionEnum Au1 = new("au1");
        public static readonly RegionEnum Jp1 = new("jp1");
        public static readonly RegionEnum De1 = new("de1");

        private RegionEnum(string value)
            : base(value)
        {
        }

        public static implicit operator RegionEnum(string value) => new(value);
    }

    public sealed class TrimEnum : StringEnum
    {
        public static readonly TrimEnum TrimSilence = new("trim-silence");
        public static readonly TrimEnum DoNotTrim = new("do-not-trim");

        private TrimEnum(string value)
            : base(value)
        {
        }

        public static implicit operator TrimEnum(string value) => new(value);
    }

    public sealed class EventEnum : StringEnum
    {
        public static readonly EventEnum Start = new("start");
        public static readonly EventEnum End = new("end");
        public static readonly EventEnum Join = new("join");
        public static readonly EventEnum Leave = new("leave");
        public static readonly EventEnum Mute = new("mute");
        public static readonly EventEnum Hold = new("hold");
        public static readonly EventEnum Modify = new("modify");
        public static readonly EventEnum Speaker = new("speaker");
        public static readonly EventEnum Announcement = new("announcement");

        private EventEnum(string value)
            : base(value)
        {
        }

        public static implicit operator EventEnum(string value) => new(value);
    }

    public sealed class RecordingEventEnum : StringEnum
    {
        public static readonly RecordingEventEnum InProgress = new("in-progress");
        public static readonly RecordingEventEnum Completed = new("completed");
        public static readonly RecordingEventEnum Absent = new("absent");

        private RecordingEventEnum(string value)
            : base(value)
        {
        }

        public static implicit operator RecordingEventEnum(string value) => new(value);
    }

    public sealed class JitterBufferSizeEnum : StringEnum
    {
        public static readonly JitterBufferSizeEnum Large = new("large");
        public static readonly JitterBufferSizeEnum Medium = new("medium");
        public static readonly JitterBufferSizeEnum Small = new("small");
        public static readonly JitterBufferSizeEnum Off = new("off");

        private JitterBufferSizeEnum(string value)
            : base(value)
        {
        }

        public static implicit operator JitterBufferSizeEnum(string value) => new(value);
    }
}
