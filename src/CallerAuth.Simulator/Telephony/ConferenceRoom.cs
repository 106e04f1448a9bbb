namespace CallerAuth.Simulator.Telephony;

/// <summary>
/// A conference: calls that dialled the same name. It begins when there are two, and ends for all when one leaves who came with
/// <c>endConferenceOnExit</c> (twilio.com/docs/voice/twiml/conference). Whoever is alone in it hears nothing here.
/// </summary>
internal sealed class ConferenceRoom
{
    private readonly Lock _gate = new();
    private readonly List<PhoneCall> _inside = [];
    private TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Stays in the conference until it ends, or until the call leaves it.</summary>
    public async Task StayAsync(PhoneCall call, bool endsOnExit, CancellationToken cancellationToken)
    {
        List<PhoneCall> others;
        Task ended;
        lock (_gate)
        {
            others = [.. _inside];
            _inside.Add(call);
            ended = _ended.Task;
        }

        try
        {
            foreach (var other in others)
            {
                other.Tell(new Moment(MomentKind.WithAgent, Other: call));
                call.Tell(new Moment(MomentKind.WithAgent, Other: other));
            }

            await ended.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave(call, endsOnExit);
        }
    }

    private void Leave(PhoneCall call, bool endsOnExit)
    {
        lock (_gate)
        {
            _inside.Remove(call);
            if (!endsOnExit && _inside.Count > 0)
                return;
            _ended.TrySetResult();
            // The next calls of that name meet in a room of their own.
            _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
