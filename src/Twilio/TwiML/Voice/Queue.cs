using Twilio.Http;

namespace Twilio.TwiML.Voice;

/// <summary>
/// The queue whose first caller is connected; the document at <c>url</c> is heard by that caller
/// (https://www.twilio.com/docs/voice/twiml/queue).
/// </summary>
public class Queue(
    string? name = null,
    Uri? url = null,
    HttpMethod? method = null,
    string? reservationSid = null,
    string? postWorkActivitySid = null) : Verb<Queue>("Queue")
{
    public string? Name { get; set; } = name;

    public Uri? Url { get; set; } = url;

    public HttpMethod? Method { get; set; } = method;

    public string? ReservationSid { get; set; } = reservationSid;

    public string? PostWorkActivitySid { get; set; } = postWorkActivitySid;

    private protected override string? Text => Name;

    private protected override void WriteAttributes(VerbAttributes attributes)
    {
        attributes.Write("url", Url);
        attributes.Write("method", Method);
        attributes.Write("reservationSid", ReservationSid);
        attributes.Write("postWorkActivitySid", PostWorkActivitySid);
    }
}
