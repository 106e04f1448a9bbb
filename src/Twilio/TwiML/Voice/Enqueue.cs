using Twilio.Http;

namespace Twilio.TwiML.Voice;

/// <summary>
/// Puts the caller in a queue, or hands the call to a TaskRouter workflow as a task
/// (https://www.twilio.com/docs/voice/twiml/enqueue).
/// </summary>
public class Enqueue(
    string? name = null,
    Uri? action = null,
    int? maxQueueSize = null,
    HttpMethod? method = null,
    Uri? waitUrl = null,
    HttpMethod? waitUrlMethod = null,
    string? workflowSid = null) : Verb<Enqueue>("Enqueue")
{
    public string? Name { get; set; } = name;

    public Uri? Action { get; set; } = action;

    public int? MaxQueueSize { get; set; } = maxQueueSize;

    public HttpMethod? Method { get; set; } = method;

    public Uri? WaitUrl { get; set; } = waitUrl;

    public HttpMethod? WaitUrlMethod { get; set; } = waitUrlMethod;

    public string? WorkflowSid { get; set; } = workflowSid;

    private protected override string? Text => Name;

    public Enqueue Task(string? body = null, int? priority = null, int? timeout = null) => Append(new Task(body, priority, timeout));

    private protected override void WriteAttributes(VerbAttributes attributes)
    {
        attributes.Write("action", Action);
        attributes.Write("maxQueueSize", MaxQueueSize);
        attributes.Write("method", Method);
        attributes.Write("waitUrl", WaitUrl);
        attributes.Write("waitUrlMethod", WaitUrlMethod);
        attributes.Write("workflowSid", WorkflowSid);
    }
}
