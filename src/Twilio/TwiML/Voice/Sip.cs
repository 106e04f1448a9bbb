using Twilio.Http;
using Twilio.Types;

namespace Twilio.TwiML.Voice;

/// <summary>A SIP address to dial; its headers ride along in the query (https://www.twilio.com/docs/voice/twiml/sip).</summary>
public class Sip(
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
    int? machineDetectionSilenceTimeout = null) : Verb<Sip>("Sip")
{
    public Uri? SipUrl { get; set; } = sipUrl;

    public string? Username { get; set; } = username;

    public string? Password { get; set; } = password;

    public Uri? Url { get; set; } = url;

    public HttpMethod? Method { get; set; } = method;

    public IEnumerable<EventEnum>? StatusCallbackEvent { get; set; } = statusCallbackEvent;

    public Uri? StatusCallback { get; set; } = statusCallback;

    public HttpMethod? StatusCallbackMethod { get; set; } = statusCallbackMethod;

    public string? MachineDetection { get; set; } = machineDetection;

    public HttpMethod? AmdStatusCallbackMethod { get; set; } = amdStatusCallbackMethod;

    public string? AmdStatusCallback { get; set; } = amdStatusCallback;

    public int? MachineDetectionTimeout { get; set; } = machineDetectionTimeout;

    public int? MachineDetectionSpeechThreshold { get; set; } = machineDetectionSpeechThreshold;

    public int? MachineDetectionSpeechEndThreshold { get; set; } = machineDetectionSpeechEndThreshold;

    public int? MachineDetectionSilenceTimeout { get; set; } = machineDetectionSilenceTimeout;

    private protected override string? Text => SipUrl is null ? null : VerbAttributes.UriText(SipUrl);

    private protected override void WriteAttributes(VerbAttributes attributes)
    {
        attributes.Write("username", Username);
        attributes.Write("password", Password);
        attributes.Write("url", Url);
        attributes.Write("method", Method);
        attributes.Write("statusCallbackEvent", StatusCallbackEvent);
        attributes.Write("statusCallback", StatusCallback);
        attributes.Write("statusCallbackMethod", StatusCallbackMethod);
        attributes.Write("machineDetection", MachineDetection);
        attributes.Write("amdStatusCallbackMethod", AmdStatusCallbackMethod);
        attributes.Write("amdStatusCallback", AmdStatusCallback);
        attributes.Write("machineDetectionTimeout", MachineDetectionTimeout);
        attributes.Write("machineDetectionSpeechThreshold", MachineDetectionSpeechThreshold);
        attributes.Write("machineDetectionSpeechEndThreshold", MachineDetectionSpeechEndThreshold);
        attributes.Write("machineDetectionSilenceTimeout", MachineDetectionSilenceTimeout);
    }

    public sealed class EventEnum : StringEnum
    {
        public static readonly EventEnum Initiated = new("initiated");
        public static readonly EventEnum Ringing = new("ringing");
        public static readonly EventEnum Answered = new("answered");
        public static readonly EventEnum Completed = new("completed");

        private EventEnum(string value)
            : base(value)
        {
        }

        public static implicit operator EventEnum(string value) => new(value);
    }
}
