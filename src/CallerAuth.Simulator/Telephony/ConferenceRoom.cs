namespace CallerAuth.Simulator.Telephony;

/// <summary>
/// A conference: calls that dialled the same name. It begins when there are two, and ends for all when one leaves who came with
/// <c>endConferenceOnExit</c> (twilio.com/docs/voice/twiml/conference). Whoever is alone in it hears the music that they came with.
/// </summary>
internal sealed class ConferenceRoom
{
    private readonly Lock _gate = new();
    private readonly List<PhoneCall> _inside = [];
    private TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Sid { get; } = $"CF{Guid.NewGuid():N}";

    /// <summary>Somebody is there who is not alone.</summary>
    public bool HasBegun
    {
        get
        {
            lock (_gate)
                return _inside.Count > 1;
        }
    }

    public bool IsEmpty
    {
        get
        {
            lock (_gate)
                return _inside.Count == 0;
        }
    }

    public PhoneCall? Find(string callSid)
    {
        lock (_gate)
            return _inside.Find(call => call.Sid == callSid);
    }

    /// <summary>Stays in the conference until it ends, or until the call leaves it.</summary>
    /// <param name="music">Plays for as long as nobody else is there.</param>
    public async Task StayAsync(PhoneCall call, bool endsOnExit, Func<CancellationToken, Task> music, CancellationToken cancellationToken)
    {
        List<PhoneCall> others;
        Task begun;
        Task ended;
        lock (_gate)
        {
            others = [.. _inside];
            _inside.Add(call);
            if (others.Count > 0)
                _begun.TrySetResult();
            begun = _begun.Task;
            ended = _ended.Task;
        }

        try
        {
            foreach (var other in others)
            {
                other.Tell(new Moment(MomentKind.WithAgent, Other: call));
                call.Tell(new Moment(MomentKind.WithAgent, Other: other));
            }

            await AloneAsync(music, Task.WhenAny(begun, ended), cancellationToken);
            await ended.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave(call, endsOnExit);
        }
    }

    private static async Task AloneAsync(Func<CancellationToken, Task> music, Task notAnyMore, CancellationToken cancellationToken)
    {
        using var alone = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var playing = notAnyMore.IsCompleted ? Task.CompletedTask : music(alone.Token);
        // Music that breaks is an error of the call; music that stops leaves silence.
        if (await Task.WhenAny(playing, notAnyMore) == playing)
            await playing;
        await notAnyMore.WaitAsync(cancellationToken);
        await alone.CancelAsync();
        await playing.ContinueWith(_ => { }, TaskScheduler.Default);
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
            _begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
