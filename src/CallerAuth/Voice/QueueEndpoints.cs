using CallerAuth.Calls;
using Twilio.AspNet.Core;
using Twilio.TwiML;

namespace CallerAuth.Voice;

/// <summary>
/// Plumbing between Twilio and the <see cref="AgentQueueSteps"/>. The agents' numbers are no lines of ours, so nothing here asks
/// for the line that was called; the queue's name is in the path.
/// </summary>
internal sealed class QueueEndpoints(VoiceEndpoints voice, AgentQueueSteps steps, PartingSteps parting, Errands errands)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var queue = routes.MapGroup("/voice/queue/{name}").AddEndpointFilter<TwilioSignatureFilter>().ExcludeFromDescription();
        queue.MapPost("/wait", (string name, HttpRequest request, QueueEndpoints to) => to.AnswerAsync(name, request, to.Steps.WaitAsync, (_, _) => to.Steps.WaitUnnoted()));
        queue.MapPost("/next", (string name, HttpRequest request, QueueEndpoints to) => to.AnswerAsync(name, request, to.Steps.NextAsync, to.Fault));
        queue.MapPost("/bridge", (string name, HttpRequest request, QueueEndpoints to) => to.AnswerAsync(name, request, to.Steps.BridgeAsync, to.Fault));
        queue.MapPost("/join", (string name, HttpRequest request, QueueEndpoints to) => to.AnswerAsync(name, request, to.Steps.JoinAsync, to.Steps.JoinUnchecked));
        queue.MapPost("/alone/{callSid}", (string name, string callSid, HttpRequest request, QueueEndpoints to) => to.AloneAsync(name, callSid, request, to.Parting.AloneAsync, to.Parting.AloneUnnoted));
        queue.MapPost("/agent-alone/{callSid}", (string name, string callSid, HttpRequest request, QueueEndpoints to) => to.AloneAsync(name, callSid, request, to.Parting.AgentAloneAsync, to.Parting.AgentAloneUnnoted));
        queue.MapPost("/talked", (string name, HttpRequest request, QueueEndpoints to) => to.AnswerAsync(name, request, to.Parting.TalkedAsync, (webhook, _) => to.Parting.TalkedUnchecked(webhook)));
        queue.MapPost("/left", (string name, HttpRequest request, QueueEndpoints to) => to.Left(name, request));
    }

    private AgentQueueSteps Steps => steps;

    private PartingSteps Parting => parting;

    private VoiceResponse Fault(VoiceWebhook webhook, string queue) => steps.Fault(queue);

    private async Task<IResult> AnswerAsync(
        string name, HttpRequest request, Func<VoiceWebhook, string, Task<VoiceResponse>> step, Func<VoiceWebhook, string, VoiceResponse> fault)
    {
        var webhook = VoiceWebhook.From(request);
        var queue = Unescaped(name);
        return Results.Extensions.TwiML(await voice.InTimeAsync(request, webhook, () => step(webhook, queue), () => fault(webhook, queue)));
    }

    // The call stands in the path: what a conference says of its wait is not documented.
    private async Task<IResult> AloneAsync(
        string name, string callSid, HttpRequest request, Func<string, string, Task<VoiceResponse>> step, Func<string, string, VoiceResponse> fault) =>
        VoiceWebhook.IsCallSid(callSid)
            ? await AnswerAsync(name, request, (_, queue) => step(callSid, queue), (_, queue) => fault(callSid, queue))
            : Results.NotFound();

    private IResult Left(string name, HttpRequest request)
    {
        var webhook = VoiceWebhook.From(request);
        errands.TryInsist(cancellationToken => parting.LeftAsync(webhook, Unescaped(name), cancellationToken));
        return Results.NoContent();
    }

    // The one escape that the server leaves in a path.
    internal static string Unescaped(string name) => name.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
