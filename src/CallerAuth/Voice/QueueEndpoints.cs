using CallerAuth.Calls;
using Twilio.AspNet.Core;
using Twilio.TwiML;

namespace CallerAuth.Voice;

/// <summary>
/// Plumbing between Twilio and the <see cref="AgentQueueSteps"/>. The agents' numbers are no lines of ours, so nothing here asks
/// for the line that was called; the queue's name is in the path.
/// </summary>
internal sealed class QueueEndpoints(VoiceEndpoints voice, AgentQueueSteps steps, Errands errands)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var queue = routes.MapGroup("/voice/queue/{name}").AddEndpointFilter<TwilioSignatureFilter>().ExcludeFromDescription();
        queue.MapPost("/wait", (string name, HttpRequest request, QueueEndpoints to) => to.AnswerAsync(name, request, to.Steps.WaitAsync, (_, _) => to.Steps.WaitUnnoted()));
        queue.MapPost("/next", (string name, HttpRequest request, QueueEndpoints to) => to.AnswerAsync(name, request, to.Steps.NextAsync, to.Fault));
        queue.MapPost("/bridge", (string name, HttpRequest request, QueueEndpoints to) => to.AnswerAsync(name, request, to.Steps.BridgeAsync, to.Fault));
        queue.MapPost("/join", (string name, HttpRequest request, QueueEndpoints to) => to.AnswerAsync(name, request, to.Steps.JoinAsync, (webhook, _) => to.Steps.JoinUnchecked(webhook)));
        queue.MapPost("/left", (string name, HttpRequest request, QueueEndpoints to) => to.Left(name, request));
    }

    private AgentQueueSteps Steps => steps;

    private VoiceResponse Fault(VoiceWebhook webhook, string queue) => steps.Fault(queue);

    private async Task<IResult> AnswerAsync(
        string name, HttpRequest request, Func<VoiceWebhook, string, Task<VoiceResponse>> step, Func<VoiceWebhook, string, VoiceResponse> fault)
    {
        var webhook = VoiceWebhook.From(request);
        var queue = Unescaped(name);
        return Results.Extensions.TwiML(await voice.InTimeAsync(request, webhook, () => step(webhook, queue), () => fault(webhook, queue)));
    }

    private IResult Left(string name, HttpRequest request)
    {
        var webhook = VoiceWebhook.From(request);
        errands.TryRun(cancellationToken => steps.LeftAsync(webhook, Unescaped(name), cancellationToken));
        return Results.NoContent();
    }

    // The one escape that the server leaves in a path.
    private static string Unescaped(string name) => name.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
