using CallerAuth.Simulator.Telephony;

namespace CallerAuth.Simulator.Live;

/// <summary>
/// A call at the pace of the person at the page. A browser that speaks says when it begins and ends, and the call goes on then;
/// where none speaks (no voice for the language, sound off, page closed) a sentence takes as long as the simulator's own voice
/// needs. So the caption, the voice and Gather's time-outs agree, and a call never hangs on a browser.
/// </summary>
internal sealed class LivePace(TimeProvider time, LiveTelephone telephone) : Pace(time)
{
    // What a voice that has begun may take: some engines are slow, and some never say that they have ended.
    private const double SlowestVoice = 2;
    private static readonly TimeSpan SlowestStart = TimeSpan.FromSeconds(4);

    private readonly TaskCompletionSource _talked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsTalking { get; private set; }

    public override async Task SpeakAsync(Speech speech, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var utterance = telephone.Begin(speech);
        try
        {
            await Task.WhenAny(PassAsync(speech.Length, over.Token), utterance.Ended);
            if (utterance.HasBegun && !utterance.Ended.IsCompleted)
                await Task.WhenAny(PassAsync((speech.Length * SlowestVoice) + SlowestStart, over.Token), utterance.Ended);
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            await over.CancelAsync();
            telephone.End(utterance);
        }
    }

    public override async Task PlayAsync(string path, TimeSpan length, CancellationToken cancellationToken)
    {
        telephone.BeginMusic(path);
        try
        {
            await PassAsync(length, cancellationToken);
        }
        finally
        {
            telephone.EndMusic();
        }
    }

    /// <summary>Until the agent has had enough; the caller may hang up before.</summary>
    public override async Task TalkAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        IsTalking = true;
        telephone.Notice();
        try
        {
            await _talked.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            IsTalking = false;
            telephone.Notice();
        }
    }

    public void EndTalk() => _talked.TrySetResult();
}
