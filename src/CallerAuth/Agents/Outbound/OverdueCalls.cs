using CallerAuth.Calls;

namespace CallerAuth.Agents.Outbound;

/// <summary>
/// Calls of ours that ring for longer than they should: the news of their end was lost, or Twilio has too many and has not come to them
/// yet. Only Twilio knows, so it is asked before anything is said of them; while it does not answer they ring, but no longer than calls last.
/// </summary>
internal sealed partial class OverdueCalls(Dialer dialer, Switchboard switchboard, Errands errands, TimeProvider time, ILogger<OverdueCalls> logger)
{
    /// <summary>However many look at a call, Twilio is asked once in this time.</summary>
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromSeconds(30);

    /// <summary>Somebody waits for the answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public bool Contains(Call call) => call is { Placed: not null, State: CallState.Ringing ringing } && time.GetUtcNow() >= ringing.Deadline;

    /// <summary>The call as it stands, after a question to Twilio where that is needed.</summary>
    public async Task<Call> SettleAsync(Call call, CancellationToken cancellationToken)
    {
        if (!Contains(call))
            return call;
        if (CannotLive(call))
            return await EndAsync(call, standing => Contains(standing) ? new CallEvent.NotReached(EndReason.Failed) : null);
        // Whoever looks next need not ask as well.
        var transition = await switchboard.HappenedAsync(call.CallSid, standing => Contains(standing) ? new CallEvent.StillRinging(time.GetUtcNow() + BetweenQuestions) : null);
        if (transition is not { } asked)
            return call;
        return asked.Moved ? await AskAsync(asked.After, cancellationToken) : asked.After;
    }

    /// <summary>The same for who does not wait: what comes of it is told as any change of a call.</summary>
    public void Settle(Call call)
    {
        if (Contains(call))
            errands.TryRun(cancellationToken => SettleAsync(call, cancellationToken));
    }

    private async Task<Call> AskAsync(Call call, CancellationToken cancellationToken)
    {
        try
        {
            using var limit = new CancellationTokenSource(Patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            return await dialer.StatusAsync(call.CallSid, either.Token) switch
            {
                // Somebody may have picked up meanwhile, and then there is such a call.
                null => await EndAsync(call, standing => standing.State is CallState.Ringing ? new CallEvent.NotReached(EndReason.Failed) : null),
                { } status when CallEnds.Contains(status) => await EndAsync(call, standing => CallEnds.EventOf(standing, status)),
                _ => call,
            };
        }
#pragma warning disable CA1031 // Whatever failed, nothing is known of the call that was not known before.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            NotSettled(e, call.CallSid);
            return call;
        }
#pragma warning restore CA1031
    }

    private bool CannotLive(Call call) => call.Placed?.At is { } at && time.GetUtcNow() >= at + CallStore.Keep;

    private async Task<Call> EndAsync(Call call, Func<Call, CallEvent?> end) => (await switchboard.HappenedAsync(call.CallSid, end))?.After ?? call;

    [LoggerMessage(6205, LogLevel.Warning, "Twilio did not say how call {CallSid} stands, which should have been answered or ended by now")]
    private partial void NotSettled(Exception exception, string callSid);
}
