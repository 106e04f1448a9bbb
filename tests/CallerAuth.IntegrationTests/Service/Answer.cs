using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace CallerAuth.IntegrationTests.Service;

/// <summary>What the service answered to a webhook, read as Twilio reads it.</summary>
internal sealed record Answer(HttpStatusCode Status, string MediaType, string Body)
{
    public XElement Twiml => XDocument.Parse(Body).Root!;

    /// <summary>Everything that is said, in its order.</summary>
    public string Said => string.Join(' ', Twiml.Descendants("Say").Select(say => say.Value));

    /// <summary>Where keys go; null when the document asks for none.</summary>
    public Uri? Asks => Twiml.Element("Gather")?.Attribute("action") is { } action ? new Uri(action.Value) : null;

    /// <summary>Where Twilio tells how the agent's leg or the queue ended.</summary>
    public Uri? AgentLeg => (Twiml.Element("Dial") ?? Twiml.Element("Enqueue"))?.Attribute("action") is { } action ? new Uri(action.Value) : null;

    public bool HangsUp => Twiml.Elements().LastOrDefault()?.Name.LocalName == "Hangup";

    /// <summary>What a TaskRouter task is told of the caller.</summary>
    public JsonObject? CallerVerification => Twiml.Descendants("Task").FirstOrDefault() is { } task
        ? (JsonObject?)JsonNode.Parse(task.Value)!["caller_verification"]
        : null;

    public string? Reason => CallerVerification?["reason"]?.ToString();
}
