using CallerAuth.Calls;
using CallerAuth.Lines;
using CallerAuth.Routing;

namespace CallerAuth.Webhooks;

/// <summary>
/// Tells of calls that were handed on. What a crash lost between the transition and the outbox is made up for at the call's next one,
/// its end at the latest: the event is made from the call alone and has the same id each time.
/// </summary>
internal sealed class RoutedCalls(WebhookCourier courier, WebhookEvents events, HandedOnClaims claims, LineDirectory lines, Errands errands) : ICallListener
{
    public Task ChangedAsync(Transition transition, CancellationToken cancellationToken)
    {
        if (courier.HasTargets && EventOf(transition) is { } routed)
            Post(routed);
        return Task.CompletedTask;
    }

    // Apart, so that a transition that hands nobody on captures nothing.
    private void Post(WebhookEvent routed) => errands.TryInsist(_ => courier.PostAsync(routed));

    private WebhookEvent? EventOf(Transition transition)
    {
        var call = transition.After.State is CallState.Ended ? transition.Before : transition.After;
        if (HandoffOf(call.State) is not { Told: true } handoff || lines.Find(call.To)?.Options is not { } line)
            return null;
        var verified = call.State as CallState.Verified;
        var to = verified is not null && handoff.Leg == 0 ? line.WhenVerified : line.WhenUnverified;
        var verification = CallerVerification.Of(call.State, claims.Of(call.To, verified?.Identity.EId));
        return to.Kind == DestinationKind.Hangup ? null : events.Routed(call.CallSid, handoff.Leg, call.To, to.Kind, verification);
    }

    private static Handoff? HandoffOf(CallState state) => state switch
    {
        CallState.Verified verified => verified.Handoff,
        CallState.Unverified unverified => unverified.Handoff,
        _ => null,
    };
}
