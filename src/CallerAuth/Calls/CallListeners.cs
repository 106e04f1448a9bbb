using System.Threading.Channels;

namespace CallerAuth.Calls;

/// <summary>
/// Passes transitions on to those who want to know, apart from the webhooks that made them: whoever is slow or fails harms neither a
/// caller nor another listener. What cannot be told in time is dropped, so a listener must be able to live without.
/// </summary>
internal sealed partial class CallListeners : IHostedService, IDisposable
{
    /// <summary>Some seconds of a very busy instance.</summary>
    private const int MostWaiting = 8192;

    /// <summary>Enough for the store's round trips to overlap.</summary>
    private const int AtOnce = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(10);

    private readonly ICallListener[] _listeners;
    private readonly TimeProvider _time;
    private readonly ILogger<CallListeners> _logger;
    private readonly Channel<Transition> _news = Channel.CreateBounded<Transition>(MostWaiting);
    private readonly CancellationTokenSource _stopping = new();
    private Task _telling = Task.CompletedTask;

    public CallListeners(IEnumerable<ICallListener> listeners, TimeProvider time, ILogger<CallListeners> logger)
    {
        _listeners = [.. listeners];
        _time = time;
        _logger = logger;
    }

    public void Tell(Transition transition)
    {
        if (_listeners.Length > 0 && !_news.Writer.TryWrite(transition))
            Dropped(transition.After.CallSid, MostWaiting);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _telling = Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(TellAllAsync, CancellationToken.None)));
        return Task.CompletedTask;
    }

    /// <summary>What was written is still told, for as long as the host allows.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _news.Writer.TryComplete();
        await _stopping.CancelAsync();
        await _telling.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // Not disposed: readers that are left behind still look at it, and it holds nothing but memory.
    public void Dispose() => _stopping.Cancel();

    private async Task TellAllAsync()
    {
        var limit = new CancellationTokenSource();
        while (await _news.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (_news.Reader.TryRead(out var transition))
                limit = await TellEverybodyAsync(transition, limit);

            // To be woken for each of thousands costs more than to tell of it; one that comes alone is told at once, by another reader.
            await Task.Delay(Nap, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        limit.Dispose();
    }

    /// <returns>The source for those that come next: the same, unless somebody had to be given up.</returns>
    private async ValueTask<CancellationTokenSource> TellEverybodyAsync(Transition transition, CancellationTokenSource limit)
    {
        foreach (var listener in _listeners)
        {
            await TellAsync(listener, transition, limit);
            if (!limit.IsCancellationRequested)
                continue;
            limit.Dispose();
            limit = new CancellationTokenSource();
        }

        return limit;
    }

    private async ValueTask TellAsync(ICallListener listener, Transition transition, CancellationTokenSource limit)
    {
        try
        {
            // Most listeners have nothing to do with most transitions.
            var telling = listener.ChangedAsync(transition, limit.Token);
            if (telling.IsCompletedSuccessfully)
                return;
            using var patience = _time.CreateTimer(static limit => ((CancellationTokenSource)limit!).Cancel(), limit, Patience, Timeout.InfiniteTimeSpan);
            await telling.WaitAsync(limit.Token);
        }
#pragma warning disable CA1031 // The call has moved on already; a listener's fault is its own.
        catch (Exception e)
        {
            Failed(e, listener.GetType().Name, transition.After.CallSid);
        }
#pragma warning restore CA1031
    }

    [LoggerMessage(3401, LogLevel.Warning, "{Listener} could not be told of a change of call {CallSid}")]
    private partial void Failed(Exception exception, string listener, string callSid);

    [LoggerMessage(3402, LogLevel.Error, "A change of call {CallSid} was not told: {Most} wait already")]
    private partial void Dropped(string callSid, int most);
}
