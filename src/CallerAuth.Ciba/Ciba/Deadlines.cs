using System.Collections.Concurrent;

namespace CallerAuth.Ciba;

/// <summary>
/// The time that a request may take, together with its caller's wish to stop. Timers are used again after every request that was in time, which nearly all are:
/// at thousands of polls a second a new one for each is felt.
/// </summary>
internal sealed class Deadlines(TimeSpan within, TimeProvider timeProvider)
{
    private const int MaxKept = 1024;

    private readonly ConcurrentQueue<CancellationTokenSource> _kept = new();

    public Deadline Begin(CancellationToken callersToken)
    {
        if (_kept.TryDequeue(out var source))
            source.CancelAfter(within);
        else
            source = new CancellationTokenSource(within, timeProvider);
        return new Deadline(this, source, callersToken);
    }

    private void End(CancellationTokenSource source)
    {
        // False when its time has come, or is coming just now; and for a test's clock.
        if (source.TryReset() && _kept.Count < MaxKept)
            _kept.Enqueue(source);
        else
            source.Dispose();
    }

    /// <summary>Runs until it is disposed of. Its token must not be used after that.</summary>
    internal readonly struct Deadline : IDisposable
    {
        private readonly Deadlines _deadlines;
        private readonly CancellationTokenSource _source;
        private readonly CancellationTokenRegistration _callersWish;

        public Deadline(Deadlines deadlines, CancellationTokenSource source, CancellationToken callersToken)
        {
            _deadlines = deadlines;
            _source = source;
            _callersWish = callersToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), source);
        }

        public CancellationToken Token => _source.Token;

        public void Dispose()
        {
            // Waits for a wish that is being carried out: after it nothing cancels the source but its own time.
            _callersWish.Dispose();
            _deadlines.End(_source);
        }
    }
}
