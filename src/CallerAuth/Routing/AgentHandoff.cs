using System.Globalization;
using System.Text;
using CallerAuth.Calls;
using CallerAuth.Lines;
using Twilio.TwiML;
using Twilio.TwiML.Voice;
using HttpMethod = Twilio.Http.HttpMethod;
using Task = Twilio.TwiML.Voice.Task;

namespace CallerAuth.Routing;

/// <summary>Writes the verb that takes a call to a destination, with the caller's verification attached in that destination's way.</summary>
internal sealed class AgentHandoff(PublicUrls urls)
{
    /// <summary>Twilio: all SIP headers together stay under 1,024 characters.</summary>
    private const int MostHeaderCharacters = 1000;

    /// <param name="response">The document, already holding what is said before.</param>
    /// <param name="to">The destination; a goodbye is the voice's business and ends in a hang-up here.</param>
    /// <param name="verification">Who the caller is, or why that is not known.</param>
    public void Append(VoiceResponse response, Destination to, CallerVerification verification) => _ = to.Kind switch
    {
        DestinationKind.TaskRouter => response.Append(
            new Enqueue(workflowSid: to.WorkflowSid, action: urls.AgentLeg, method: HttpMethod.Post, waitUrl: urls.QueueMusic, waitUrlMethod: HttpMethod.Post)
                .Append(new Task(verification.ToJson(), priority: to.Priority))),
        DestinationKind.Queue => response.Append(
            new Enqueue(name: to.Name, action: urls.AgentLeg, method: HttpMethod.Post, waitUrl: urls.QueueWait(to.Name), waitUrlMethod: HttpMethod.Post)),
        DestinationKind.Number => response.Append(
            Dial(to).Append(new Number(new Twilio.Types.PhoneNumber(to.Number), url: urls.Whisper, method: HttpMethod.Post))),
        DestinationKind.Client => response.Append(Dial(to).Append(Softphone(to, verification))),
        DestinationKind.Sip => response.Append(Dial(to).Append(new Sip(new Uri(to.Uri + Headers(verification))))),
        _ => response.Append(new Hangup()),
    };

    private Dial Dial(Destination to) =>
        new(action: urls.AgentLeg, method: HttpMethod.Post, timeout: (int)to.RingFor.TotalSeconds, answerOnBridge: true);

    private static Client Softphone(Destination to, CallerVerification verification)
    {
        var client = new Client();
        client.Append(new Twilio.TwiML.Voice.Identity(to.Identity));
        foreach (var (name, value) in verification.Members)
            client.Append(new Parameter(name: name, value: value));
        return client;
    }

    // "?x-a=1&x-b=2", percent-encoded; a long name is cut between characters rather than losing the call, and a line break in it is not
    // handed to whoever decodes the header.
    private static string Headers(CallerVerification verification)
    {
        var headers = new StringBuilder("?X-Caller-Verification-Status=").Append(Uri.EscapeDataString(verification["status"]!));
        if (verification["verification_id"] is { } id)
            headers.Append("&X-Caller-Verification-Id=").Append(Uri.EscapeDataString(id));
        if (verification["name"] is not { Length: > 0 } name)
            return headers.ToString();

        headers.Append("&X-Caller-Verification-Name=");
        var characters = StringInfo.GetTextElementEnumerator(name);
        while (characters.MoveNext())
        {
            var escaped = Uri.EscapeDataString(string.Concat(characters.GetTextElement().Where(c => !char.IsControl(c))));
            if (headers.Length + escaped.Length > MostHeaderCharacters)
                break;
            headers.Append(escaped);
        }

        return headers.ToString();
    }
}
