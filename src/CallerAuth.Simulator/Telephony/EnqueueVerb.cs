using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using CallerAuth.Simulator.Phone;

namespace CallerAuth.Simulator.Telephony;

/// <summary>
/// Enqueue: waits in a queue or as a TaskRouter task, with the wait document going round, until an agent takes the call
/// (twilio.com/docs/voice/twiml/enqueue).
/// </summary>
internal sealed class EnqueueVerb(XElement element, Page page, PhoneCall call) : Verb(element, page, call)
{
    private static readonly HashSet<string> WaitVerbs = new(["Play", "Say", "Pause", "Hangup", "Redirect", "Leave", "Gather"], StringComparer.Ordinal);

    private readonly string _queueSid = $"QU{Guid.NewGuid():N}";
    private readonly DateTimeOffset _since = call.Pace.Time.GetUtcNow();

    public override async Task<Flow> PlayAsync(CancellationToken cancellationToken)
    {
        var offer = Offer();
        var answer = Call.Carrier.Agents[offer.Address];
        Call.WaitsFor = offer;
        Call.Transcript.Add(Who.Twilio, $"waits for {offer.Kind} {offer.Address}");
        if (offer.Kind == AgentKind.Queue && Call.Carrier.AgentNumberOf(offer.Address) is { } number)
        {
            // From here on the service moves the caller.
            if (answer.Status == "completed")
                _ = new QueueAgent(Call.Carrier, offer.Address, answer).ServeAsync(Call, number);
            answer = answer with { Status = "no-answer" };
        }

        Flow? wish;
        try
        {
            wish = await WaitAsync(answer, cancellationToken);
        }
        finally
        {
            Call.WaitsFor = null;
        }

        if (wish is Flow.HangsUp)
            return wish;
        if (wish is Flow.Leaves)
            return After("leave");

        Call.Offer(offer);
        offer.Answered = true;
        Call.Transcript.Add(Who.Agent, $"{offer.Kind} {offer.Address} takes the call: {offer.CallerVerification?.ToJsonString() ?? "nothing attached"}");
        Call.Tell(new Moment(MomentKind.WithAgent, offer.Address));
        await Call.Pace.TalkAsync(answer.Talk, cancellationToken);
        Call.Transcript.Add(Who.Agent, "hangs up");
        return After("bridged");
    }

    public override Next? ActionWhenInterrupted(bool hungUp) => Action(Result(hungUp ? "hangup" : "redirected"));

    private Flow After(string result) => Action(Result(result)) is { } next ? new Flow.Goto(next) : Flow.Goes;

    private AgentOffer Offer()
    {
        if (Text("workflowSid") is not { } workflow)
            return new AgentOffer(AgentKind.Queue, Element.Value.Trim(), null);
        try
        {
            var attributes = JsonNode.Parse(Element.Element("Task")?.Value ?? "{}") as JsonObject ?? throw new JsonException();
            Call.Carrier.Tasks.Create(workflow, attributes, Call);
            return new AgentOffer(AgentKind.TaskRouter, workflow, attributes["caller_verification"]?.DeepClone() as JsonObject);
        }
        catch (JsonException)
        {
            throw new CallFault(40121, Page.Url, "the body of <Task> is not a JSON object");
        }
    }

    /// <summary>Plays the wait document round and round until an agent is free; what it asks for when it ends the waiting itself.</summary>
    private async Task<Flow?> WaitAsync(AgentAnswer answer, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // An agent who does not pick up lets the caller wait until the caller gives up.
        using var picksUp = Call.Pace.Time.CreateTimer(
            _ => waiting.Cancel(),
            null,
            answer.Status == "completed" ? answer.Ringing : Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        try
        {
            if (Text("waitUrl") is not { } waitUrl)
                await Call.PassAsync(Timeout.InfiniteTimeSpan, waiting.Token);
            else
                return await GoRoundAsync(Page.Resolve(waitUrl), waiting.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Picked up.
        }

        return null;
    }

    private async Task<Flow> GoRoundAsync(Uri waitUrl, CancellationToken cancellationToken)
    {
        while (true)
        {
            KeyValuePair<string, string>[] place =
            [
                new("QueueSid", _queueSid),
                new("QueuePosition", "1"),
                new("CurrentQueueSize", "1"),
                new("MaxQueueSize", "1000"),
                new("AvgQueueTime", "0"),
                new("QueueTime", Waited()),
            ];
            var flow = await Call.Documents.PlayInsideAsync(new Next(waitUrl, Method("waitUrlMethod"), place), WaitVerbs, cancellationToken);
            if (flow is not Flow.On)
                return flow;
            // A wait document without any sound is asked again, but not without end in one moment.
            await Call.PassAsync(TimeSpan.FromSeconds(1), cancellationToken);
        }
    }

    private KeyValuePair<string, string>[] Result(string result) => [new("QueueResult", result), new("QueueSid", _queueSid), new("QueueTime", Waited())];

    private string Waited() => ((int)(Call.Pace.Time.GetUtcNow() - _since).TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
