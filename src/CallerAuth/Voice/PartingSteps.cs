using CallerAuth.Calls;
using CallerAuth.Lines;
using Twilio.TwiML;

namespace CallerAuth.Voice;

/// <summary>
/// What comes after an agent has taken a caller from a queue: they have talked, or one of them did not come. Nobody stays alone in the
/// conference: its music asks here again and again, so this holds also when the news of the other's end is lost, or we are.
/// </summary>
internal sealed partial class PartingSteps(
    WaitingCallers waiting, AgentOffers offers, Errands errands, Switchboard switchboard, Summons summons, VoiceSteps voice,
    LineDirectory lines, AgentScript script, PublicUrls urls, TimeProvider time, ILogger<PartingSteps> logger)
{
    /// <summary>When two have talked, Twilio tells so on the caller's call about when it tells that the agent's call is over.</summary>
    private static readonly TimeSpan NewsOfTheTalkWithin = TimeSpan.FromSeconds(3);

    /// <summary>The agent's call is over. A caller who was only whispered is free again; one who is alone in the conference is fetched.</summary>
    public async Task LeftAsync(VoiceWebhook webhook, string queue, CancellationToken cancellationToken)
    {
        var agentSid = webhook.CallSid;
        if (agentSid.Length == 0 || !webhook.IsEnd || await offers.FindAsync(agentSid) is not { } callerSid)
            return;
        if (await offers.AgentOfAsync(callerSid) is null)
            await waiting.GiveBackAsync(queue, callerSid);
        // The last question of an agent may be answered after the news of their end.
        await Task.Delay(NewsOfTheTalkWithin, time, cancellationToken);
        if (await offers.AgentOfAsync(callerSid) != agentSid)
            return;
        await offers.PartAsync(callerSid);
        await errands.InsistAsync(_ => BringBackAsync(callerSid, agentSid, queue), cancellationToken);
    }

    /// <summary>On the caller's call, in the conference: nobody else is there yet.</summary>
    public async Task<VoiceResponse> AloneAsync(string callerSid, string queue)
    {
        if (await offers.PartOldAsync(callerSid) && await summons.RedirectAsync(callerSid, urls.QueueJoin(queue)) is Redirection.Done)
            NobodyCame(callerSid);
        return AloneUnnoted(callerSid, queue);
    }

    public VoiceResponse AloneUnnoted(string callerSid, string queue) => script.Alone(urls.QueueAlone(queue, callerSid));

    /// <summary>On the agent's call, in the conference: the caller hung up on the way, or went back to the queue.</summary>
    public async Task<VoiceResponse> AgentAloneAsync(string agentSid, string queue)
    {
        if (await offers.FindAsync(agentSid) is not { } callerSid || await offers.AgentOfAsync(callerSid) != agentSid || await offers.PartOldAsync(callerSid))
            await summons.RedirectAsync(agentSid, urls.QueueNext(queue));
        return AgentAloneUnnoted(agentSid, queue);
    }

    public VoiceResponse AgentAloneUnnoted(string agentSid, string queue) => script.Alone(urls.QueueAgentAlone(queue, agentSid));

    /// <summary>On the caller's call, when it has left the conference: after a talk, or because we have sent for it.</summary>
    public async Task<VoiceResponse> TalkedAsync(VoiceWebhook webhook, string queue)
    {
        if (await offers.AgentOfAsync(webhook.CallSid) is null)
            return await switchboard.LookAsync(webhook.CallSid) is null or { State: CallState.Ended } ? new VoiceResponse().Hangup() : script.BackToQueue(queue);
        return lines.Find(webhook.Line) is { } line ? await voice.AgentLegAsync(webhook, line) : new VoiceResponse().Hangup();
    }

    /// <summary>Most callers who leave a conference have talked.</summary>
    public VoiceResponse TalkedUnchecked(VoiceWebhook webhook) =>
        lines.Find(webhook.Line) is { } line ? voice.AfterUnknownLeg(webhook, line) : new VoiceResponse().Hangup();

    private async Task BringBackAsync(string callerSid, string agentSid, string queue)
    {
        // Meanwhile another agent may have found them.
        if (await offers.AgentOfAsync(callerSid) is not null)
            return;
        var answer = await summons.RedirectAsync(callerSid, urls.QueueJoin(queue))
            ?? throw new InvalidOperationException($"Call {callerSid} could not be brought back to its queue.");
        if (answer is Redirection.Done)
            LeftAlone(callerSid, agentSid);
    }

    [LoggerMessage(4205, LogLevel.Information, "The agent's call {AgentCallSid} ended before it met call {CallSid}, which went back to the queue")]
    private partial void LeftAlone(string callSid, string agentCallSid);

    [LoggerMessage(4206, LogLevel.Warning, "No agent met call {CallSid} in the conference; it went back to the queue")]
    private partial void NobodyCame(string callSid);
}
