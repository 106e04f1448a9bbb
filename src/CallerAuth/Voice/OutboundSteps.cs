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
    public Task<VoiceResponse> AnsweredAsync(VoiceWebhook webhook, Line line) =>
        StepAsync(webhook, line, _ => IsMachine(webhook.AnsweredBy) ? new CallEvent.AnsweredByMachine() : new CallEvent.Answered());

    public Task<VoiceResponse> PresentedAsync(VoiceWebhook webhook, Line line) =>
        StepAsync(webhook, line, call => Keypad.Presentation(call, line, webhook));

    /// <summary>For a step that failed, and for a call that we do not know of: its order was taken back, or the store has lost it.</summary>
    public VoiceResponse Fault(VoiceWebhook webhook, Line line) => script.OutboundFault(line);

    private async Task<VoiceResponse> StepAsync(VoiceWebhook webhook, Line line, Func<Call, CallEvent?> happened) =>
        await switchboard.HappenedAsync(webhook.CallSid, happened) is { After.Placed: not null } transition
            ? script.For(transition.After, line)
            : script.OutboundFault(line);

    // Whatever is not surely a machine is a person: a machine presses no key.
    private static bool IsMachine(string answeredBy) => answeredBy == "fax" || answeredBy.StartsWith("machine", StringComparison.Ordinal);
}
