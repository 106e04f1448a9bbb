using CallerAuth.Calls;
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
        var queue = routes.MapGroup("/voice/queue/{name}");
        queue.ExcludeFromDescription().ShortCircuit();
        routes.ServiceProvider.GetRequiredService<QueueEndpoints>().MapSteps(queue, routes.ServiceProvider.GetRequiredService<TwilioGate>());
    }

    private void MapSteps(RouteGroupBuilder queue, TwilioGate gate)
    {
        Map("/wait", steps.WaitAsync, (_, _) => steps.WaitUnnoted());
        Map("/next", steps.NextAsync, Fault);
        Map("/bridge", steps.BridgeAsync, Fault);
        Map("/join", steps.JoinAsync, steps.JoinUnchecked);
        Map("/talked", parting.TalkedAsync, (webhook, _) => parting.TalkedUnchecked(webhook));
        queue.MapPost("/alone/{callSid}", gate.Before(context => AloneAsync(context, parting.AloneAsync, parting.AloneUnnoted)));
        queue.MapPost("/agent-alone/{callSid}", gate.Before(context => AloneAsync(context, parting.AgentAloneAsync, parting.AgentAloneUnnoted)));
        queue.MapPost("/left", gate.Before(LeftAsync));

        void Map(string path, Func<VoiceWebhook, string, Task<VoiceResponse>> step, Func<VoiceWebhook, string, VoiceResponse> fault) =>
            queue.MapPost(path, gate.Before(context => AnswerAsync(context, step, fault)));
    }

    private VoiceResponse Fault(VoiceWebhook webhook, string queue) => steps.Fault(queue);

    private async Task AnswerAsync(HttpContext context, Func<VoiceWebhook, string, Task<VoiceResponse>> step, Func<VoiceWebhook, string, VoiceResponse> fault)
    {
        var webhook = VoiceWebhook.From(context.Request);
        var queue = QueueOf(context);
        await VoiceEndpoints.SayAsync(context, await voice.InTimeAsync(context.Request, webhook, () => step(webhook, queue), () => fault(webhook, queue)));
    }

    // The call stands in the path: what a conference says of its wait is not documented.
    private async Task AloneAsync(HttpContext context, Func<string, string, Task<VoiceResponse>> step, Func<string, string, VoiceResponse> fault)
    {
        if (context.GetRouteValue("callSid") is string callSid && VoiceWebhook.IsCallSid(callSid))
            await AnswerAsync(context, (_, queue) => step(callSid, queue), (_, queue) => fault(callSid, queue));
        else
            context.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private Task LeftAsync(HttpContext context)
    {
        var (webhook, queue) = (VoiceWebhook.From(context.Request), QueueOf(context));
        errands.TryInsist(cancellationToken => parting.LeftAsync(webhook, queue, cancellationToken));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static string QueueOf(HttpContext context) => Unescaped(context.GetRouteValue("name") as string ?? "");

    // The one escape that the server leaves in a path.
    internal static string Unescaped(string name) => name.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
