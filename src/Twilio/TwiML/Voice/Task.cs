namespace Twilio.TwiML.Voice;

/// <summary>
/// The attributes, as JSON, that TaskRouter routes an enqueued call by and shows the agent
/// (https://www.twilio.com/docs/taskrouter/twiml-queue-calls).
/// </summary>
public class Task(string? body = null, int? priority = null, int? timeout = null) : Verb<Task>("Task")
{
    public string? Body { get; set; } = body;

    public int? Priority { get; set; } = priority;

    public int? Timeout { get; set; } = timeout;

    private protected override string? Text => Body;

    private protected override void WriteAttributes(VerbAttributes attributes)
    {
        attributes.Write("priority", Priority);
        attributes.Write("timeout", Timeout);
    }
}
