using CallerAuth.Calls;
using CallerAuth.Lines;
using Twilio.TwiML;

namespace CallerAuth.Voice;

/// <summary>
/// A queue from both ends: callers wait in it, and an agent's call asks for the next one, hears who it is, and is brought together
/// with them in a conference. Twilio's <c>Dial Queue</c> cannot whisper to the agent: its <c>url</c> is heard by the caller.
/// </summary>
internal sealed partial class AgentQueueSteps(
    WaitingCallers waiting, AgentOffers offers, LeavingCallers leaving, Switchboard switchboard, Summons summons,
    LineDirectory lines, AgentScript script, PublicUrls urls, TimeProvider time, ILogger<AgentQueueSteps> logger)
{
    /// <summary>Callers who hung up and are still in the queue; more than that at once, and the agent asks again.</summary>
    private const int MostGone = 10;

    /// <summary>One second in all.</summary>
    private const int MostLooks = 10;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    /// <summary>On the caller's call, again and again while they wait.</summary>
    public async Task<VoiceResponse> WaitAsync(VoiceWebhook webhook, string queue)
    {
        if (webhook.CallSid.Length == 0)
            return script.Waiting();
        // A late webhook may not put somebody back who talks to an agent already; but who waits long after a meeting has not met.
        if (!await offers.PartOldAsync(webhook.CallSid))
            return script.WaitingUnnoted();
        await waiting.JoinAsync(queue, webhook.CallSid, webhook.QueueTime);
        // Nor one who has hung up meanwhile: their end was told first, or takes them out again afterwards.
        if (await switchboard.LookAsync(webhook.CallSid) is { State: CallState.Ended })
            await waiting.RemoveAsync(queue, webhook.CallSid);
        return script.Waiting();
    }

    /// <summary>On the agent's call: who is next?</summary>
    public async Task<VoiceResponse> NextAsync(VoiceWebhook webhook, string queue)
    {
        if (webhook.CallSid.Length == 0)
            return Fault(queue);
        var token = webhook.IdempotencyToken ?? Guid.NewGuid().ToString();
        if (await offers.BeginAsync(webhook.CallSid, token) is { } answered)
            return await AgainAsync(webhook.CallSid, answered, queue);

        for (var gone = 0; gone < MostGone; gone++)
        {
            if (await waiting.TakeAsync(queue) is not { } callerSid)
                return script.NobodyWaits(queue, lines.ForQueue(queue));
            var call = await switchboard.LookAsync(callerSid);
            if (call is { State: CallState.Ended })
            {
                await waiting.RemoveAsync(queue, callerSid);
                continue;
            }

            return await offers.OfferAsync(webhook.CallSid, token, callerSid) ? Whisper(call, queue) : script.Next(queue);
        }

        return script.Next(queue);
    }

    /// <summary>On the agent's call, after the whisper.</summary>
    public async Task<VoiceResponse> BridgeAsync(VoiceWebhook webhook, string queue)
    {
        if (webhook.CallSid.Length == 0 || await offers.FindAsync(webhook.CallSid) is not { } callerSid)
            return script.Next(queue);
        switch (await offers.MeetAsync(callerSid, webhook.CallSid))
        {
            case Meeting.Known:
                return script.ToCaller(callerSid, webhook.CallSid, queue);
            case Meeting.Taken:
                await waiting.RemoveAsync(queue, callerSid);
                return script.Next(queue);
        }

        switch (await summons.RedirectAsync(callerSid, urls.QueueJoin(queue)))
        {
            case Redirection.Done:
                Bridged(callerSid, webhook.CallSid);
                return script.ToCaller(callerSid, webhook.CallSid, queue);
            case Redirection.Gone:
                await leaving.ForgetAsync(callerSid, queue);
                await switchboard.HappenedAsync(callerSid, _ => new CallEvent.HungUp());
                return script.Next(queue);
            case Redirection.Refused { Status: StatusCodes.Status404NotFound }:
                // Should the account's settings be wrong and the caller be there after all, their next round of music puts them back.
                await leaving.ForgetAsync(callerSid, queue);
                return script.Next(queue);
            default:
                await offers.PartAsync(callerSid);
                await waiting.GiveBackAsync(queue, callerSid);
                return Fault(queue);
        }
    }

    /// <summary>On the caller's call, sent here when an agent is ready.</summary>
    public async Task<VoiceResponse> JoinAsync(VoiceWebhook webhook, string queue)
    {
        // Twilio may carry out a redirect that we had given up: then the agent has gone on to somebody else.
        if (await offers.AgentOfAsync(webhook.CallSid) is null)
            return await switchboard.LookAsync(webhook.CallSid) is { State: CallState.Ended } ? new VoiceResponse().Hangup() : script.BackToQueue(queue);
        await waiting.RemoveAsync(queue, webhook.CallSid);
        return script.ToAgent(webhook.CallSid, queue);
    }

    /// <summary>For an agent's webhook that could not be answered otherwise.</summary>
    public VoiceResponse Fault(string queue) => script.TechnicalFault(queue, lines.ForQueue(queue));

    /// <summary>For a caller of whom the store could not be told.</summary>
    public VoiceResponse WaitUnnoted() => script.WaitingUnnoted();

    /// <summary>For a caller whom an agent expects, most likely.</summary>
    public VoiceResponse JoinUnchecked(VoiceWebhook webhook, string queue) => script.ToAgent(webhook.CallSid, queue);

    // The same question again, perhaps while the first one is still being answered: a new question would leave its caller to nobody for a while.
    private async Task<VoiceResponse> AgainAsync(string agent, string callerSid, string queue)
    {
        for (var look = 0; callerSid.Length == 0 && look < MostLooks; look++)
        {
            await Task.Delay(BetweenLooks, time);
            callerSid = await offers.FindAsync(agent) ?? "";
        }

        return callerSid.Length == 0 ? script.Next(queue) : Whisper(await switchboard.LookAsync(callerSid), queue);
    }

    private VoiceResponse Whisper(Call? call, string queue) =>
        script.Whisper(call?.State, queue, (call is null ? null : lines.Find(call.To)) ?? lines.ForQueue(queue), call?.Initiator ?? Ciba.CallInitiator.User);

    [LoggerMessage(4201, LogLevel.Information, "Call {CallSid} was taken from the queue by the agent's call {AgentCallSid}")]
    private partial void Bridged(string callSid, string agentCallSid);
}
