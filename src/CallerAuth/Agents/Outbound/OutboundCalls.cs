using CallerAuth.Audit;
using CallerAuth.Calls;
using CallerAuth.Verification;
using Microsoft.Extensions.Options;

namespace CallerAuth.Agents.Outbound;

/// <summary>
/// Places calls for agents and systems, tells how they stand, and ends them. The call itself goes the way of any call
/// (<see cref="CallFlow"/>); here it is only sent off.
/// </summary>
internal sealed partial class OutboundCalls(
    OutboundRules rules, OutboundLimits limits, Dialer dialer, Switchboard switchboard, Errands errands, CallAudit audit, IOptions<OutboundOptions> options, TimeProvider time, ILogger<OutboundCalls> logger)
{
    /// <summary>Beside the ringing: what Twilio adds to it, and the half minute in which it may listen whether a machine answers.</summary>
    private static readonly TimeSpan ToFindOutWhoAnswers = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);

    /// <summary>By then an order is answered, before its Idempotency-Key says that whoever was placing it has died (<see cref="Api.IdempotencyStore.AnswerWithin"/>). Over Twilio's limits, asking again takes longer.</summary>
    private static readonly TimeSpan DialWithin = TimeSpan.FromSeconds(25);

    /// <summary>Twilio's errors for numbers that are none, or that the account may not call (https://www.twilio.com/docs/api/errors).</summary>
    private static readonly int[] NumberRefused = [21211, 21214, 21215, 21216, 21217, 21219];

    /// <summary>Twilio has as many calls of ours as it takes.</summary>
    private static readonly int[] LimitReached = [10004, 20429];

    /// <exception cref="StackExchange.Redis.RedisException">The store is away; nothing rings. What happens once Twilio has been asked is told by the answer alone.</exception>
    public async Task<OutboundAnswer> PlaceAsync(CallOrder order, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (ready, refused) = rules.Check(order);
        if (ready is null)
            return refused!;
        using var patience = new CancellationTokenSource(DialWithin, time);
        var asked = audit.Ordered(order);
        var counting = await limits.CountAsync(order);
        if (counting is Counting.Reached reached)
        {
            if (await limits.IsFirstAsync(order, reached))
                await audit.EndedAsync(asked, AuditOutcome.CallLimited);
            return new OutboundAnswer.Refused(null, OutboundFault.TooMany, "As many calls have been placed as the limits allow for now: for who orders, to this number, or overall.") { RetryAfter = reached.Wait };
        }

        var (answer, outcome, callSid) = await DialAsync(order, ready, patience.Token);
        var overTwiliosLimit = answer is OutboundAnswer.Refused { Fault: OutboundFault.TooMany };
        if (answer is OutboundAnswer.Refused { Fault: not OutboundFault.Unknown })
            errands.TryInsist(_ => overTwiliosLimit ? limits.GiveBackAsync((Counting.Counted)counting) : limits.GiveBackToOthersAsync(order, (Counting.Counted)counting));
        if (!overTwiliosLimit || await limits.IsFirstAtTwilioAsync(order))
            await audit.EndedAsync(asked with { CallSid = callSid }, outcome);
        return answer;
    }

    /// <returns>Null when there is no such call of ours.</returns>
    public async Task<Call?> FindAsync(string callSid) =>
        await switchboard.HappenedAsync(callSid, _ => null) is { After: { Placed: not null } call } ? call : null;

    /// <summary>Puts the receiver down. Twilio tells the call's end as it does any other's.</summary>
    /// <returns>False when Twilio did not do it.</returns>
    public async Task<bool> EndAsync(Call call, CancellationToken cancellationToken)
    {
        if (call.State is CallState.Ended)
            return true;
        try
        {
            await dialer.EndAsync(call.CallSid, cancellationToken);
            return true;
        }
#pragma warning disable CA1031 // Whatever failed, the call goes on, and whoever wanted its end may ask again.
        catch (Exception e)
        {
            NotEnded(e, call.CallSid);
            return false;
        }
#pragma warning restore CA1031
    }

    /// <returns>The answer, the word for the audit trail, and Twilio's name for the call where it has one.</returns>
    private async Task<(OutboundAnswer Answer, string Outcome, string? CallSid)> DialAsync(CallOrder order, CheckedOrder ready, CancellationToken patience)
    {
        var leavesMessage = options.Value.AnsweringMachine == AnsweringMachine.LeaveMessage;
        // A caller of the API who goes away has ordered the call all the same: whether it rings must be known.
        var dialled = await dialer.PlaceAsync(new Dialling(order.Line, order.To, options.Value.RingFor, options.Value.LongestCall, leavesMessage), patience);
        switch (dialled)
        {
            case Dialled.Placed placed:
                var details = new PlacedCall(order.AskedBy, ready.Reason, ready.OwnReason, order.Language ?? ready.Line.Language, leavesMessage) { At = time.GetUtcNow() };
                var call = CallFlow.Place(placed.CallSid, order.Line, ready.Line, order.Language, order.EId, details, time.GetUtcNow() + options.Value.RingFor + ToFindOutWhoAnswers);
                var answer = await RememberAsync(call, ready);
                return (answer, answer is OutboundAnswer.Placed ? AuditOutcome.CallPlaced : AuditOutcome.CallUnknown, placed.CallSid);
            case Dialled.Refused no:
                return (Refuse(order.Line, no), AuditOutcome.CallRefused, null);
            default:
                NoAnswer((dialled as Dialled.Unknown)?.Why, order.Line);
                return (Unknown(), AuditOutcome.CallUnknown, null);
        }
    }

    private async Task<OutboundAnswer> RememberAsync(Call call, CheckedOrder order)
    {
        try
        {
            return new OutboundAnswer.Placed(await switchboard.PlacedAsync(call, order.Line));
        }
#pragma warning disable CA1031 // Whatever failed, a telephone rings of which nothing is known.
        catch (Exception e)
        {
            NotRemembered(e, call.CallSid);
            errands.TryInsist(cancellationToken => dialer.EndAsync(call.CallSid, cancellationToken));
            return Unknown();
        }
#pragma warning restore CA1031
    }

    private OutboundAnswer.Refused Refuse(string line, Dialled.Refused refused)
    {
        if (refused.Status == StatusCodes.Status429TooManyRequests || LimitReached.Contains(refused.Code))
            return new(null, OutboundFault.TooMany, "Twilio places no more calls for this account just now. Try again in a moment.") { RetryAfter = AskAgainAfter };
        if (NumberRefused.Contains(refused.Code))
            return new("to", OutboundFault.NotAllowed, "Twilio does not call this number: it is none, or the account has no permission for its country.");
        Misconfigured(line, refused.Status, refused.Code);
        return new(null, OutboundFault.Misconfigured, $"Twilio refused the call with its error {refused.Code}.");
    }

    private static OutboundAnswer.Refused Unknown() => new(
        null, OutboundFault.Unknown, "It is not known whether the call was placed. If it was, whoever picks up hears an apology and nothing else.");

    [LoggerMessage(6201, LogLevel.Error, "Twilio did not answer whether it places a call for line {Line}")]
    private partial void NoAnswer(Exception? exception, string line);

    [LoggerMessage(6202, LogLevel.Error, "Twilio refused to place a call for line {Line} with status {Status}, code {Code}; check Twilio:Client and that the line's number belongs to the account")]
    private partial void Misconfigured(string line, int status, int code);

    [LoggerMessage(6204, LogLevel.Error, "Call {CallSid} could not be ended")]
    private partial void NotEnded(Exception exception, string callSid);

    [LoggerMessage(6203, LogLevel.Error, "Call {CallSid} was placed and could not be written down; it is taken back")]
    private partial void NotRemembered(Exception exception, string callSid);
}
