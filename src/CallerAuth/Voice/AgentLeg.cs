using CallerAuth.Calls;

namespace CallerAuth.Voice;

/// <summary>What Twilio says of a destination, in the <c>action</c> request of <c>Dial</c> or <c>Enqueue</c>.</summary>
internal static class AgentLeg
{
    /// <returns>Null for news that change nothing: above all <c>redirected</c>, which Twilio sends while it already fetches another document.</returns>
    public static CallEvent? EventOf(VoiceWebhook webhook) => (webhook.DialCallStatus, webhook.QueueResult) switch
    {
        ("completed" or "answered", _) => new CallEvent.AgentLegEnded(),
        ("busy" or "no-answer" or "failed", _) => new CallEvent.AgentLegFailed(webhook.IdempotencyToken),
        (_, "bridged" or "hangup" or "leave") => new CallEvent.AgentLegEnded(),
        (_, "error" or "system-error" or "queue-full") => new CallEvent.AgentLegFailed(webhook.IdempotencyToken),
        _ => null,
    };
}
