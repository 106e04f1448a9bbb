using Twilio.Http;
using Twilio.Types;

namespace Twilio.TwiML.Voice;

/// <summary>An agent to dial in a browser or app with the Voice SDK (https://www.twilio.com/docs/voice/twiml/client).</summary>
public class Client(
    string? identity = null,
    Uri? url = null,
    HttpMethod? method = null,
    IEnumerable<Client.EventEnum>? statusCallbackEvent = null,
    Uri? statusCallback = null,
    HttpMethod? statusCallbackMethod = null) : Verb<Client>("Client")
{
    public string? IdentityAttribute { get; set; } = identity;

    public Uri? Url { get; set; } = url;

    public HttpMethod? Method { get; set; } = method;

    public IEnumerable<EventEnum>? StatusCallbackEvent { get; set; } = statusCallbackEvent;

    public Uri? StatusCallback { get; set; } = statusCallback;

    public HttpMethod? StatusCallbackMethod { get; set; } = statusCallbackMethod;

    private protected override string? Text => IdentityAttribute;

    public Client Identity(string? clientIdentity = null) => Append(new Identity(clientIdentity));

    public Client Parameter(string? name = null, string? value = null) => Append(new Parameter(name, value));

    private protected override void WriteAttributes(VerbAttributes attributes)
    {
        attributes.Write("url", Url);
        attributes.Write("method", Method);
        attributes.Write("statusCallbackEvent", StatusCallbackEvent);
        attributes.Write("statusCallback", StatusCallback);
        attributes.Write("statusCallbackMethod", StatusCallbackMethod);
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
