namespace CallerAuth.Simulator.Telephony;

/// <summary>How long things last on a leg: by the phone's clock where a script listens. A person at the page listens and talks as long as they do.</summary>
internal class Pace(TimeProvider time)
{
    public TimeProvider Time { get; } = time;

    public Task PassAsync(TimeSpan length, CancellationToken cancellationToken) => Task.Delay(length, Time, cancellationToken);

    public virtual Task SpeakAsync(Speech speech, CancellationToken cancellationToken) => PassAsync(speech.Length, cancellationToken);

    public virtual Task PlayAsync(string path, TimeSpan length, CancellationToken cancellationToken) => PassAsync(length, cancellationToken);

    /// <summary>Caller and agent talk until one of them has had enough.</summary>
    public virtual Task TalkAsync(TimeSpan length, CancellationToken cancellationToken) => PassAsync(length, cancellationToken);
}
