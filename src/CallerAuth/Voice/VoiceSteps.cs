using System.Runtime.CompilerServices;
using CallerAuth.Calls;
using CallerAuth.Identity;
using CallerAuth.Lines;
using CallerAuth.Verification;
using Twilio.TwiML;

namespace CallerAuth.Voice;

/// <summary>
/// The steps of a call, in their order. Each has the same shape: load the call, apply what happened, save, and answer with where
/// it now stands. The rules are in <see cref="CallFlow"/> and the words in <see cref="CallScript"/>.
/// </summary>
internal sealed class VoiceSteps(
    Switchboard switchboard, CallVerifier verifier, LeavingCallers leaving, Errands errands, LineDirectory lines, CallScript script, Speech speech, RedirectMeter redirects, TimeProvider time)
{
    /// <summary>Longer than Twilio's answer to the order and the store's to the writing may take together.</summary>
    private static readonly TimeSpan[] PausesBetweenLooks = [TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5)];

    public async Task<VoiceResponse> IncomingAsync(VoiceWebhook webhook, Line line) =>
        script.For(await switchboard.RangAsync(webhook.CallSid, webhook.To, line), line);

    public Task<VoiceResponse> LanguageAsync(VoiceWebhook webhook, Line line) =>
        StepAsync(webhook, line, call => Keypad.Language(call, line, webhook));

    public Task<VoiceResponse> EIdAsync(VoiceWebhook webhook, Line line) =>
        StepAsync(webhook, line, call => Keypad.EId(call, line, webhook));

    /// <summary>The one step that sees the national ID. It lives in this method's memory and in the start's, and nowhere else.</summary>
    public async Task<VoiceResponse> NationalIdAsync(VoiceWebhook webhook, Line line)
    {
        NationalId? nationalId = null;
        VerificationId? id = null;
        var transition = await switchboard.HappenedAsync(webhook.CallSid, call =>
        {
            if (call.State is not CallState.CollectingNationalId || line.Find(call.EId) is not { } eid)
                return Told(call, webhook);
            if (Keypad.IsAgent(webhook.Digits))
                return new CallEvent.AgentRequested();
            if (!NationalId.TryParse(webhook.Digits, eid.NationalIdKind, line.Options.NationalIdRules, Today(), out nationalId, out var fault))
                return new CallEvent.AnswerMissed(MissOf(fault), webhook.IdempotencyToken);
            return new CallEvent.NationalIdEntered(id ??= verifier.NewId(nationalId));
        });
        if (transition is not { } moved)
            return script.Apology(line);
        if (nationalId is not null && id is { } started && moved.After.Running == started && moved.Moved)
            verifier.Start(moved.After, started, line, nationalId, BindingMessage(moved.After, line), webhook.CallingNumber);
        return script.For(moved.After, line);
    }

    /// <summary>The first round of waiting, which may begin before the provider has answered.</summary>
    public Task<VoiceResponse> SentAsync(VoiceWebhook webhook, Line line) => WaitAsync(webhook, line, call => call.State switch
    {
        CallState.StartingVerification => script.StillOneMoment(call, line),
        CallState.AwaitingApproval awaiting => script.Sent(call, line, awaiting),
        _ => script.For(call, line),
    });

    public Task<VoiceResponse> HoldAsync(VoiceWebhook webhook, Line line) =>
        WaitAsync(webhook, line, call => script.For(call, line));

    /// <summary>A round of music; a key that is not 0 brings the words back.</summary>
    public Task<VoiceResponse> HoldMusicAsync(VoiceWebhook webhook, Line line) => WaitAsync(webhook, line, call =>
        call.State is CallState.AwaitingApproval && webhook.Digits.Length == 0 ? script.HoldMusic(call, line) : script.For(call, line));

    public Task<VoiceResponse> RetryAsync(VoiceWebhook webhook, Line line) =>
        StepAsync(webhook, line, call => Keypad.RetryOffer(call, webhook));

    /// <summary>Where a live call is redirected to when its verification has ended.</summary>
    public async Task<VoiceResponse> OutcomeAsync(VoiceWebhook webhook, Line line)
    {
        var response = await StepAsync(webhook, line, _ => null);
        // An apology may have put them into a queue before.
        leaving.Leave(webhook.CallSid, line);
        return response;
    }

    /// <summary>A step could not be answered, and the caller was led on.</summary>
    public async Task ApologisedAsync(VoiceWebhook webhook)
    {
        if (await switchboard.HappenedAsync(webhook.CallSid, _ => new CallEvent.Apologised(webhook.IdempotencyToken)) is { } transition)
            verifier.Abandon(transition);
    }

    /// <summary>The agent's leg or the queue is over: talked, or try elsewhere.</summary>
    public async Task<VoiceResponse> AgentLegAsync(VoiceWebhook webhook, Line line)
    {
        var happened = AgentLeg.EventOf(webhook);
        // A caller who is only redirected may be on the way to an agent.
        if (happened is not null)
            leaving.Leave(webhook.CallSid, line);
        return await switchboard.HappenedAsync(webhook.CallSid, _ => happened) is { } transition
            ? script.For(transition.After, line)
            : AfterUnknownLeg(webhook, line);
    }

    /// <summary>Nothing is known of the call, so what has been tried is not either, and trying on could go in circles.</summary>
    public VoiceResponse AfterUnknownLeg(VoiceWebhook webhook, Line line) =>
        AgentLeg.EventOf(webhook) is CallEvent.AgentLegFailed ? script.NobodyAvailable(line) : new VoiceResponse().Hangup();

    /// <summary>On the agent's leg: <c>To</c> is the agent's number there, so the line is that of the caller's call.</summary>
    public async Task<VoiceResponse> WhisperAsync(VoiceWebhook webhook)
    {
        var call = webhook.ParentCallSid.Length == 0 ? null : (await switchboard.HappenedAsync(webhook.ParentCallSid, _ => null))?.After;
        return script.Whisper(call?.State, (call is null ? null : lines.Find(call.To)) ?? lines.ForAgent(webhook.To), call?.Initiator ?? Ciba.CallInitiator.User);
    }

    /// <summary>When it cannot be told who the caller is: then the caller is nobody in particular.</summary>
    public VoiceResponse WhisperUnknown(VoiceWebhook webhook) => script.Whisper(state: null, lines.ForAgent(webhook.To));

    public async Task StatusAsync(VoiceWebhook webhook)
    {
        if (webhook.CallSid.Length == 0 || !webhook.IsEnd)
            return;
        var (callSid, line) = (webhook.CallSid, lines.Find(webhook.Line));
        try
        {
            // A call of ours may end before it is written down that it was placed.
            if (!await HungUpAsync(callSid, webhook.CallStatus, line) && webhook.Initiator == Ciba.CallInitiator.RelyingParty)
                errands.TryRun(cancellationToken => LookForAsync(callSid, webhook.CallStatus, line, cancellationToken));
        }
        catch
        {
            // Twilio tells it once. Until it is noted the app is polled for nobody, and an agent may be offered a dead line.
            errands.TryInsist(_ => HungUpAsync(callSid, webhook.CallStatus, line));
            throw;
        }
    }

    // The queues come last: a late round of music that puts the caller into one must see that the call is over.
    private async Task<bool> HungUpAsync(string callSid, string status, Line? line)
    {
        var transition = await switchboard.HappenedAsync(callSid, call => CallEnds.EventOf(call, status));
        if (transition is { } known)
            verifier.Abandon(known);
        leaving.Leave(callSid, line);
        return transition is not null;
    }

    // One that is not there after the last look was never ours to know: its order was taken back, or the store has lost it.
    private async Task LookForAsync(string callSid, string status, Line? line, CancellationToken cancellationToken)
    {
        foreach (var pause in PausesBetweenLooks)
        {
            await Task.Delay(pause, time, cancellationToken);
            if (await HungUpAsync(callSid, status, line))
                return;
        }
    }

    private async Task<VoiceResponse> WaitAsync(VoiceWebhook webhook, Line line, Func<Call, VoiceResponse> words)
    {
        var transition = await ApplyAsync(webhook, call => Keypad.Waiting(call, webhook, time.GetUtcNow()));
        if (transition is { Moved: true, Happened: CallEvent.OutcomeTold })
            redirects.Pulled();
        return transition is { After: var call } ? words(call) : script.Apology(line);
    }

    private async Task<VoiceResponse> StepAsync(VoiceWebhook webhook, Line line, Func<Call, CallEvent?> happened) =>
        await ApplyAsync(webhook, happened) is { After: var call } ? script.For(call, line) : script.Apology(line);

    /// <returns>Null for a live caller of whom we know nothing: the store lost the call. Nothing is believed, and nobody is left in silence.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Transition?> ApplyAsync(VoiceWebhook webhook, Func<Call, CallEvent?> happened)
    {
        var transition = await switchboard.HappenedAsync(webhook.CallSid, call => happened(call) ?? Told(call, webhook));
        if (transition is { } known)
            verifier.Abandon(known);
        return transition;
    }

    private static CallEvent? Told(Call call, VoiceWebhook webhook) =>
        call.State is CallState.Verified { Handoff.Told: false } or CallState.Unverified { Handoff.Told: false } ? new CallEvent.OutcomeTold(webhook.IdempotencyToken) : null;

    private string? BindingMessage(Call call, Line line) =>
        line.Find(call.EId)?.BindingMessage == Ciba.BindingMessageUse.Forbidden ? null : speech.Text(line.Options, call.Language, CallScript.BindingMessage(call.Initiator));

    private DateOnly Today() => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    private static Miss MissOf(NationalIdFault fault) => fault switch
    {
        NationalIdFault.Empty => Miss.Nothing,
        NationalIdFault.TooShort => Miss.Incomplete,
        _ => Miss.Wrong,
    };
}
