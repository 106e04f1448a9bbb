using Twilio.Http;
using Twilio.Types;

namespace Twilio.TwiML.Voice;

/// <summary>Connects the caller with somebody else (https://www.twilio.com/docs/voice/twiml/dial).</summary>
public class Dial(
    string? number = null,
    Uri? action = null,
    HttpMethod? method = null,
    int? timeout = null,
    bool? hangupOnStar = null,
    int? timeLimit = null,
    string? callerId = null,
    Dial.RecordEnum? record = null,
    Dial.TrimEnum? trim = null,
    Uri? recordingStatusCallback = null,
    string? recordingConfigurationId = null,
    HttpMethod? recordingStatusCallbackMethod = null,
    IEnumerable<Dial.RecordingEventEnum>? recordingStatusCallbackEvent = null,
    bool? answerOnBridge = null,
    Dial.RingToneEnum? ringTone = null,
    Dial.RecordingTrackEnum? recordingTrack = null,
    bool? sequential = null,
    Uri? referUrl = null,
    HttpMethod? referMethod = null,
    Dial.EventsEnum? events = null) : Verb<Dial>("Dial")
{
    public string? NumberAttribute { get; set; } = number;

    public Uri? Action { get; set; } = action;

    public HttpMethod? Method { get; set; } = method;

    public int? Timeout { get; set; } = timeout;

    public bool? HangupOnStar { get; set; } = hangupOnStar;

    public int? TimeLimit { get; set; } = timeLimit;

    public string? CallerId { get; set; } = callerId;

    public RecordEnum? Record { get; set; } = record;

    public TrimEnum? Trim { get; set; } = trim;

    public Uri? RecordingStatusCallback { get; set; } = recordingStatusCallback;

    public string? RecordingConfigurationId { get; set; } = recordingConfigurationId;

    public HttpMethod? RecordingStatusCallbackMethod { get; set; } = recordingStatusCallbackMethod;

    public IEnumerable<RecordingEventEnum>? RecordingStatusCallbackEvent { get; set; } = recordingStatusCallbackEvent;

    public bool? AnswerOnBridge { get; set; } = answerOnBridge;

    public RingToneEnum? RingTone { get; set; } = ringTone;

    public RecordingTrackEnum? RecordingTrack { get; set; } = recordingTrack;

    public bool? Sequential { get; set; } = sequential;

    public Uri? ReferUrl { get; set; } = referUrl;

    public HttpMethod? ReferMethod { get; set; } = referMethod;

    public EventsEnum? Events { get; set; } = events;

    private protected override string? Text => NumberAttribute;

    public Dial Client(
        string? identity = null,
        Uri? url = null,
        HttpMethod? method = null,
        IEnumerable<Client.EventEnum>? statusCallbackEvent = null,
        Uri? statusCallback = null,
        HttpMethod? statusCallbackMethod = null) =>
        Append(new Client(identity, url, method, statusCallbackEvent, statusCallback, statusCallbackMethod));

    public Dial Conference(
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
        string? participantLabel = null) =>
        Append(new Conference(
            name,
            muted,
            beep,
            startConferenceOnEnter,
            endConferenceOnExit,
            waitUrl,
            waitMethod,
            maxParticipants,
            record,
            recordingConfigurationId,
            region,
            coach,
            trim,
            statusCallbackEvent,
            statusCallback,
            statusCallbackMethod,
            recordingStatusCallback,
            recordingStatusCallbackMethod,
            recordingStatusCallbackEvent,
            eventCallbackUrl,
            jitterBufferSize,
            participantLabel));

    public Dial Number(
        PhoneNumber? phoneNumber = null,
        string? sendDigits = null,
        Uri? url = null,
        HttpMethod? method = null,
        IEnumerable<Number.EventEnum>? statusCallbackEvent = null,
        Uri? statusCallback = null,
        HttpMethod? statusCallbackMethod = null,
        string? byoc = null,
        string? machineDetection = null,
        HttpMethod? amdStatusCallbackMethod = null,
        string? amdStatusCallback = null,
        int? machineDetectionTimeout = null,
        int? machineDetectionSpeechThreshold = null,
        int? machineDetectionSpeechEndThreshold = null,
        int? machineDetectionSilenceTimeout = null) =>
        Append(new Number(
            phoneNumber,
            sendDigits,
            url,
            method,
            statusCallbackEvent,
            statusCallback,
            statusCallbackMethod,
            byoc,
            machineDetection,
            amdStatusCallbackMethod,
            amdStatusCallback,
            machineDetectionTimeout,
            machineDetectionSpeechThreshold,
            machineDetectionSpeechEndThreshold,
            machineDetectionSilenceTimeout));

    public Dial Queue(
        string? name = null,
        Uri? url = null,
        HttpMethod? method = null,
        string? reservationSid = null,
        string? postWorkActivitySid = null) =>
        Append(new Queue(name, url, method, reservationSid, postWorkActivitySid));

    public Dial Sip(
        Uri? sipUrl = null,
        string? username = null,
        string? password = null,
        Uri? url = null,
        HttpMethod? method = null,
        IEnumerable<Sip.EventEnum>? statusCallbackEvent = null,
        Uri? statusCallback = null,
        HttpMethod? statusCallbackMethod = null,
        string? machineDetection = null,
        HttpMethod? amdStatusCallbackMethod = null,
        string? amdStatusCallback = null,
        int? machineDetectionTimeout = null,
        int? machineDetectionSpeechThreshold = null,
        int? machineDetectionSpeechEndThreshold = null,
        int? machineDetectionSilenceTimeout = null) =>
        Append(new Sip(
            sipUrl,
            username,
            password,
            url,
            method,
            statusCallbackEvent,
            statusCallback,
            statusCallbackMethod,
            machineDetection,
            amdStatusCallbackMethod,
            amdStatusCallback,
            machineDetectionTimeout,
            machineDetectionSpeechThreshold,
            machineDetectionSpeechEndThreshold,
            machineDetectionSilenceTimeout));

    private protected override void WriteAttributes(VerbAttributes attributes)
    {
        attributes.Write("action", Action);
        attributes.Write("method", Method);
        attributes.Write("timeout", Timeout);
        attributes.Write("hangupOnStar", HangupOnStar);
        attributes.Write("timeLimit", TimeLimit);
        attributes.Write("callerId", CallerId);
        attributes.Write("record", Record);
        attributes.Write("trim", Trim);
        attributes.Write("recordingStatusCallback", RecordingStatusCallback);
        attributes.Write("recordingConfigurationId", RecordingConfigurationId);
        attributes.Write("recordingStatusCallbackMethod", RecordingStatusCallbackMethod);
        attributes.Write("recordingStatusCallbackEvent", RecordingStatusCallbackEvent);
        attributes.Write("answerOnBridge", AnswerOnBridge);
        attributes.Write("ringTone", RingTone);
        attributes.Write("recordingTrack", RecordingTrack);
        attributes.Write("sequential", Sequential);
        attributes.Write("referUrl", ReferUrl);
        attributes.Write("referMethod", ReferMethod);
        attributes.Write("events", Events);
    }

    public sealed class RecordEnum : StringEnum
    {
        public static readonly RecordEnum DoNotRecord = new("do-not-record");
        public static readonly RecordEnum RecordFromAnswer = new("record-from-answer");
        public static readonly RecordEnum RecordFromRinging = new("record-from-ringing");
        public static readonly RecordEnum RecordFromAnswerDual = new("record-from-answer-dual");
        public static readonly RecordEnum RecordFromRingingDual = new("record-from-ringing-dual");

        private RecordEnum(string value)
            : base(value)
        {
        }

        public static implicit operator RecordEnum(string value) => new(value);
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

    public sealed class RingToneEnum : StringEnum
    {
        private RingToneEnum(string value)
            : base(value)
        {
        }

        public static implicit operator RingToneEnum(string value) => new(value);
    }

    public sealed class RecordingTrackEnum : StringEnum
    {
        public static readonly RecordingTrackEnum Both = new("both");
        public static readonly RecordingTrackEnum Inbound = new("inbound");
        public static readonly RecordingTrackEnum Outbound = new("outbound");

        private RecordingTrackEnum(string value)
            : base(value)
        {
        }

        public static implicit operator RecordingTrackEnum(string value) => new(value);
    }

    public sealed class EventsEnum : StringEnum
    {
        public static readonly EventsEnum CallProgressEvent = new("call-progress-event");

        private EventsEnum(string value)
            : base(value)
        {
        }

        public static implicit operator EventsEnum(string value) => new(value);
    }
}
