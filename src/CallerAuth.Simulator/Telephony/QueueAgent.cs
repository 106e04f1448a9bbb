using CallerAuth.Simulator.Phone;

namespace CallerAuth.Simulator.Telephony;

/// <summary>
/// An agent who takes a caller from a queue by calling the number that the company has for that: hears who it is, talks, hangs up.
/// Twilio itself tells an agent nothing about a queued caller.
/// </summary>
internal sealed class QueueAgent(Carrier carrier, string queue, AgentAnswer answer)
{
    private const string AgentNumber = "+4740000001";

    // Whoever was to be taken is gone by then.
    private const int RoundsOfMusicMax = 3;

    private string _heardLast = "";
    private readonly TimeSpan? _leaves = carrier.Faults.AgentLeavesDice?.Invoke();
    private int _rounds;

    /// <summary>Calls when the agent is free, and ends with the call of the one who was waiting, at the latest.</summary>
    public async Task ServeAsync(PhoneCall waiting, PhoneNumber number)
    {
        try
        {
            await waiting.PassAsync(answer.Ringing, carrier.Stopping);
            if (!waiting.IsInProgress)
                return;
            waiting.Transcript.Add(Who.Agent, $"calls {number.Number} to take the next caller of {queue}");
            var leg = carrier.Dial(AgentNumber, number.Number, Listen, waiting.Transcript, new Pace(waiting.Pace.Time));
            await Task.WhenAny(waiting.Completion, leg.Completion);
            leg.HangUp(Who.Agent);
            await leg.Completion;
            if (!carrier.Options.KeepsHistory)
                carrier.Forget(leg);
        }
        catch (OperationCanceledException)
        {
            // The carrier closed.
        }
    }

    private void Listen(PhoneCall leg) => leg.Attach(moment =>
    {
        switch (moment.Kind)
        {
            case MomentKind.Said:
                if (_leaves is { } haste && _heardLast.Length == 0)
                    carrier.Later(haste, () => leg.HangUp(Who.Agent));
                _heardLast = moment.Text;
                break;
            case MomentKind.Music when ++_rounds == RoundsOfMusicMax:
                leg.HangUp(Who.Agent);
                break;
            case MomentKind.WithAgent when moment.Other is { } caller:
                Meet(leg, caller);
                break;
        }
    });

    private async Task TalkAsync(PhoneCall leg, PhoneCall caller)
    {
        try
        {
            await caller.Pace.TalkAsync(answer.Talk, carrier.Stopping);
            leg.HangUp(Who.Agent);
        }
        catch (OperationCanceledException)
        {
            // The carrier closed.
        }
    }

    private void Meet(PhoneCall leg, PhoneCall caller)
    {
        var offer = new AgentOffer(AgentKind.Queue, queue, Whisper.Verification(_heardLast)) { Answered = true };
        offer.Hear(_heardLast);
        caller.Offer(offer);
        caller.Transcript.Add(Who.Agent, $"{offer.Kind} {queue} and the caller can talk: {offer.CallerVerification?.ToJsonString() ?? "nothing whispered"}");
        _ = TalkAsync(leg, caller);
    }
}
