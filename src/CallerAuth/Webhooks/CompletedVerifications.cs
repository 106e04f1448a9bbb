using CallerAuth.Agents.Requests;
using CallerAuth.Calls;
using CallerAuth.Identity;
using CallerAuth.Routing;
using CallerAuth.Verification;

namespace CallerAuth.Webhooks;

/// <summary>
/// Tells of verifications that have ended, whoever asked for them. What the poll engine ends is told at least once, as the engine tells it
/// until the outbox has it. A start that failed and a verification that was left alone end in nobody's books but the call's or the
/// request's; those are told as they are written. One verification is one event, and the first to tell wins.
/// </summary>
internal sealed class CompletedVerifications(
    WebhookCourier courier, WebhookEvents events, HandedOnClaims claims, CallStore calls, RequestStore requests, Errands errands)
    : IVerificationWitness, ICallListener, IRequestListener
{
    public async Task EndedAsync(VerificationId id, VerificationRecord record, VerificationOutcome outcome, CancellationToken cancellationToken)
    {
        if (!courier.HasTargets || record.Asked is not { } asked || outcome is VerificationOutcome.Cancelled)
            return;
        if (CallWaiter.TryParse(record.Waiter, out var callSid))
        {
            var call = await calls.FindAsync(callSid);
            await courier.PostAsync(events.Completed(id.Value, asked.Line, callSid, asked.AskedBy, InCall(call, id, outcome, asked.Line)));
        }
        else if (await requests.FindAsync(id) is { HasEnded: true } request)
        {
            await courier.PostAsync(EventOf(request));
        }
        else
        {
            await courier.PostAsync(events.Completed(id.Value, asked.Line, callSid: null, asked.AskedBy, Of(id, outcome, asked.Line)));
        }
    }

    public Task ChangedAsync(Transition transition, CancellationToken cancellationToken)
    {
        if (courier.HasTargets && transition.Before.Running is { } id && transition.After.Running != id && ReasonOf(transition) is { } reason)
            Post(transition.Before, id, CallerVerification.Unverified(reason, id.Value));
        return Task.CompletedTask;
    }

    private void Post(Call call, VerificationId id, CallerVerification verification) =>
        errands.TryInsist(_ => courier.PostAsync(events.Completed(id.Value, call.To, call.CallSid, Asker.Ivr, verification)));

    public bool TryTell(RequestedVerification verification) =>
        !courier.HasTargets || !verification.HasEnded || errands.TryInsist(_ => courier.PostAsync(EventOf(verification)));

    private WebhookEvent EventOf(RequestedVerification request) => events.Completed(
        request.Id.Value,
        request.Line,
        request.CallSid,
        request.AskedBy,
        request.State switch
        {
            RequestState.Verified verified => Verified(request.Id, verified.Identity, request.Line),
            RequestState.Unverified unverified => CallerVerification.Unverified(unverified.Reason, request.Id.Value),
            _ => CallerVerification.Unverified(UnverifiedReason.Error, request.Id.Value),
        });

    // A caller who pressed 0 in the moment of approval has gone on as unverified; then no event says otherwise.
    private CallerVerification InCall(Call? call, VerificationId id, VerificationOutcome outcome, string line) =>
        call?.State is CallState.Unverified unverified && outcome is VerificationOutcome.Verified
            ? CallerVerification.Unverified(unverified.Reason, id.Value)
            : Of(id, outcome, line);

    private CallerVerification Of(VerificationId id, VerificationOutcome outcome, string line) => outcome switch
    {
        VerificationOutcome.Verified verified => Verified(id, StoredIdentity.From(verified.Identity), line),
        VerificationOutcome.Declined => CallerVerification.Unverified(UnverifiedReason.Declined, id.Value),
        VerificationOutcome.Expired => CallerVerification.Unverified(UnverifiedReason.Expired, id.Value),
        VerificationOutcome.Mismatch => CallerVerification.Unverified(UnverifiedReason.Mismatch, id.Value),
        _ => CallerVerification.Unverified(UnverifiedReason.Error, id.Value),
    };

    private CallerVerification Verified(VerificationId id, StoredIdentity identity, string line) =>
        CallerVerification.Verified(id.Value, identity, claims.Of(line, identity.EId));

    /// <returns>Null for an end that the poll engine tells.</returns>
    private static UnverifiedReason? ReasonOf(Transition transition) => transition.Happened switch
    {
        CallEvent.VerificationNotStarted not => not.Reason,
        CallEvent.HungUp => UnverifiedReason.Cancelled,
        CallEvent.AgentRequested => UnverifiedReason.Skipped,
        CallEvent.Apologised => UnverifiedReason.Error,
        CallEvent.DeadlinePassed => transition.Before.State is CallState.AwaitingApproval ? UnverifiedReason.Expired : UnverifiedReason.Error,
        _ => null,
    };
}
