using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CallerAuth.Calls;
using CallerAuth.Lines;
using Microsoft.Extensions.Options;

namespace CallerAuth.Recording;

/// <summary>
/// An answer to Twilio without anybody in it. What is known to be harmless is kept, and everything else becomes a placeholder:
/// what is added to our documents one day is left out until somebody says that it need not be.
/// </summary>
internal sealed partial class TwimlRedactor(PromptTemplates prompts, IOptions<PublicOptions> address)
{
    private const string Base = "{base}";

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly HashSet<string> KeptAttributes = new(
        [
            "language", "voice", "method", "waitUrlMethod", "waitMethod", "numDigits", "timeout", "finishOnKey", "input", "actionOnEmptyResult", "loop", "length", "answerOnBridge",
            "rate", "time", "startConferenceOnEnter", "endConferenceOnExit", "beep", "priority", "reason", "name",
        ],
        StringComparer.Ordinal);

    private static readonly HashSet<string> UrlAttributes = new(["action", "url", "waitUrl", "statusCallback"], StringComparer.Ordinal);

    /// <summary>What an agent's system learns that is of a kind and not of a person.</summary>
    private static readonly HashSet<string> KeptMembers = new(["status", "reason", "eid", "acr"], StringComparer.Ordinal);

    public string Redact(string twiml, Line? line)
    {
        var document = XDocument.Parse(twiml);
        foreach (var element in document.Descendants())
            Redact(element, line);
        return document.Root!.ToString(SaveOptions.DisableFormatting);
    }

    private void Redact(XElement element, Line? line)
    {
        foreach (var attribute in element.Attributes())
        {
            if (UrlAttributes.Contains(attribute.Name.LocalName))
                attribute.Value = Url(attribute.Value);
            else if (element.Name == "Parameter" && attribute.Name == "value")
                attribute.Value = Member((string?)element.Attribute("name") ?? "", attribute.Value);
            else if (!KeptAttributes.Contains(attribute.Name.LocalName))
                attribute.Value = $"{{{attribute.Name.LocalName}}}";
        }

        foreach (var text in element.Nodes().OfType<XText>().Where(text => text.Value.Trim().Length > 0))
            text.Value = Text(element, text.Value.Trim(), line);
    }

    private string Text(XElement element, string text, Line? line) => element.Name.LocalName switch
    {
        "Say" when !element.HasElements && line is not null => prompts.Of(line, (string?)element.Attribute("language") ?? "", text),
        "prosody" => "{word}",
        "Play" or "Redirect" => Url(text),
        "Task" => Task(text),
        "Sip" => Sip(text),
        var name => $"{{{name}}}",
    };

    private string Url(string url)
    {
        var ours = address.Value.PublicBaseUrl.TrimEnd('/');
        return url.StartsWith(ours + "/", StringComparison.Ordinal) ? Base + Path(url[ours.Length..]) : "{url}";
    }

    /// <summary>The path of a webhook without a queue's name, a CallSid or a verification in it.</summary>
    public static string Path(string path) => Queue().Replace(Id().Replace(path, "{id}"), "/voice/queue/{queue}");

    private static string Task(string json)
    {
        if (JsonNode.Parse(json) is not JsonObject { Count: 1 } attributes || attributes["caller_verification"] is not JsonObject verification)
            return "{task}";
        foreach (var (name, value) in verification.ToList())
            verification[name] = Member(name, value?.ToString() ?? "");
        return attributes.ToJsonString(Json);
    }

    private static string Sip(string uri)
    {
        var headers = uri.IndexOf('?', StringComparison.Ordinal);
        return "{sip}" + (headers < 0 ? "" : Header().Replace(uri[headers..], header => $"{header.Groups["name"].Value}={Member(header.Groups["name"].Value.Split('-')[^1].ToLowerInvariant(), header.Groups["value"].Value)}"));
    }

    private static string Member(string name, string value) => KeptMembers.Contains(name) ? value : $"{{{name}}}";

    [GeneratedRegex("(?<![0-9A-Za-z])([A-Z]{2}[0-9a-f]{32}|[0-9a-f]{26})(?![0-9A-Za-z])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Id();

    [GeneratedRegex("/voice/queue/[^/]+", RegexOptions.None, 1000)]
    private static partial Regex Queue();

    [GeneratedRegex("(?<name>[A-Za-z-]+)=(?<value>[^&]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Header();
}
