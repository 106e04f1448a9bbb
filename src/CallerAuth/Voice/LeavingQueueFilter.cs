using CallerAuth.Calls;
using CallerAuth.Lines;

namespace CallerAuth.Voice;

/// <summary>Takes a caller out of the line's queues when the wait or the call is over, so that no agent is told of somebody who is gone.</summary>
internal sealed class LeavingQueueFilter(AgentQueueSteps steps, LineDirectory lines, Errands errands) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var webhook = VoiceWebhook.From(context.HttpContext.Request);
        if (webhook.CallSid.Length > 0 && IsOver(webhook))
        {
            foreach (var queue in lines.Find(webhook.To)?.Queues ?? [])
                errands.TryRun(_ => steps.ForgetAsync(webhook.CallSid, queue));
        }

        return await next(context);
    }

    // A caller who is only redirected may be on the way to an agent.
    private static bool IsOver(VoiceWebhook webhook) =>
        AgentLeg.EventOf(webhook) is not null || webhook.IsEnd;
}
