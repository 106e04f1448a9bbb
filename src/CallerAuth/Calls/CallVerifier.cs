using CallerAuth.Identity;
using CallerAuth.Lines;
using CallerAuth.Verification;

namespace CallerAuth.Calls;

/// <summary>
/// Starts the verification of a call's caller while the caller hears "one moment", and cancels it when nobody waits any more.
/// The national ID is here in memory alone, until the provider has answered.
/// </summary>
internal sealed partial class CallVerifier(Verifier verifier, Switchboard switchboard, CallingNumberHasher callingNumbers, Errands errands, ILogger<CallVerifier> logger)
{
    public VerificationId NewId(NationalId nationalId) => verifier.NewId(nationalId);

    /// <param name="callingNumber">As Twilio tells it. Only its keyed hash goes further.</param>
    public void Start(Call call, VerificationId id, Line line, NationalId nationalId, string? bindingMessage, string callingNumber)
    {
        // Where we called, nobody's calling number is counted.
        var asker = call.Placed is { } placed
            ? new Asker(placed.By, call.To, CallingNumber: null)
            : new Asker(Asker.Ivr, call.To, callingNumbers.Hash(callingNumber, call.To));
        if (line.Find(call.EId) is not { } eid || !errands.TryRun(cancellationToken => StartAsync(
            call.CallSid,
            new VerificationRequest(id, eid, nationalId, call.Initiator, bindingMessage, line.Options.MaxWait, CallWaiter.For(call.CallSid), asker),
            cancellationToken)))
        {
            errands.TryInsist(_ => TellAsync(call.CallSid, new CallEvent.VerificationNotStarted(id, UnverifiedReason.Error)));
        }
    }

    /// <summary>Stops the polling of a verification whose caller has hung up or gone to an agent.</summary>
    public void Abandon(Transition transition)
    {
        if (transition.Abandoned is { } id)
            errands.TryInsist(_ => verifier.CancelAsync(id));
    }

    private async Task StartAsync(string callSid, VerificationRequest request, CancellationToken cancellationToken)
    {
        var start = await TryStartAsync(callSid, request, cancellationToken);
        CallEvent told = start switch
        {
            VerificationStart.Running running => new CallEvent.VerificationStarted(request.Id, running.Words?.Value, running.Wait),
            VerificationStart.Faulty => new CallEvent.VerificationNotStarted(request.Id, UnverifiedReason.Error),
            // One word for all the rest, a reached limit among it: nobody learns by calling who has BankID, is using it, or is called upon too often.
            _ => new CallEvent.VerificationNotStarted(request.Id, UnverifiedReason.Unavailable),
        };
        await errands.InsistAsync(
            async _ =>
            {
                var call = await TellAsync(callSid, told);
                // The caller may have hung up or asked for an agent meanwhile; the app has rung all the same. And a start whose writing timed out
                // may have been written: then somebody would be polled for whom no call knows.
                if (start is VerificationStart.Running or VerificationStart.Faulty && call?.Running != request.Id)
                    await verifier.CancelAsync(request.Id);
            },
            cancellationToken);
    }

    private async Task<VerificationStart> TryStartAsync(string callSid, VerificationRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await verifier.StartAsync(request, cancellationToken);
        }
#pragma warning disable CA1031 // Whatever failed, the caller hears that it did and goes on.
        catch (Exception e)
        {
            StartFailed(e, callSid);
            return new VerificationStart.Faulty();
        }
#pragma warning restore CA1031
    }

    private async Task<Call?> TellAsync(string callSid, CallEvent happened) =>
        (await switchboard.HappenedAsync(callSid, _ => happened))?.After;

    [LoggerMessage(3201, LogLevel.Error, "Call {CallSid}: the verification could not be started")]
    private partial void StartFailed(Exception exception, string callSid);
}
