using CallerAuth.Calls;
using CallerAuth.Lines;
using Twilio.TwiML;

namespace CallerAuth.Voice;

/// <summary>
/// The first steps of a call that we placed, until whoever picked up wants to go on. Then it goes the way of any call.
/// Nobody who did not ask for it is led to an agent here: what fails ends in a goodbye.
/// </summary>
internal sealed class OutboundSteps(Switchboard switchboard, CallScript script)
{
    public async Task<VoiceResponse> AnsweredAsync(VoiceWebhook webhook, Line line)
    {
        var isMachine = IsMachine(webhook.AnsweredBy);
        var transition = await switchboard.HappenedAsync(webhook.CallSid, _ => isMachine ? new CallEvent.AnsweredByMachine() : new CallEvent.Answered());
        // A call that was given up and rang all the same: a person who picks up is not met by silence.
        return transition is { After: { Placed: not null, State: CallState.Ended } } && !isMachine ? script.OutboundFault(line) : Answer(transition, line);
    }

    public async Task<VoiceResponse> PresentedAsync(VoiceWebhook webhook, Line line) =>
        Answer(await switchboard.HappenedAsync(webhook.CallSid, call => Keypad.Presentation(call, line, webhook)), line);

    /// <summary>For a step that failed, and for a call that we do not know of: its order was taken back, or the store has lost it.</summary>
    public VoiceResponse Fault(VoiceWebhook webhook, Line line) => script.OutboundFault(line);

    private VoiceResponse Answer(Transition? transition, Line line) =>
        transition is { After: { Placed: not null } call } ? script.For(call, line) : script.OutboundFault(line);

    // Whatever is not surely a machine is a person: a machine presses no key.
    private static bool IsMachine(string answeredBy) => answeredBy == "fax" || answeredBy.StartsWith("machine", StringComparison.Ordinal);
}
