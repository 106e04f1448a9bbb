using System.Threading.Channels;

namespace CallerAuth.Calls;

/// <summary>
/// Passes transitions on to those who want to know, apart from the webhooks that made them: whoever is slow or fails harms neither a
/// caller nor another listener. What cannot be told in time is dropped, so a listener must be able to live without.
/// </summary>
internal sealed partial class CallListeners : IHostedService
{
    /// <summary>Some seconds of a very busy instance.</summary>
    private const int MostWaiting = 8192;

    /// <summary>Enough for the store's round trips to overlap.</summary>
    private const int AtOnce = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ICallListener[] _listeners;
    private readonly TimeProvider _time;
    private readonly ILogger<CallListeners> _logger;
    private readonly Channel<Transition> _news = Channel.CreateBounded<Transition>(MostWaiting);
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
        await _telling.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task TellAllAsync()
    {
        var limit = new CancellationTokenSource(Patience, _time);
        await foreach (var transition in _news.Reader.ReadAllAsync(CancellationToken.None))
        {
            foreach (var listener in _listeners)
            {
                // Most listeners have nothing to do with most transitions, so they share a source until one of them has been given up.
                if (!limit.TryReset())
                {
                    limit.Dispose();
                    limit = new CancellationTokenSource(Patience, _time);
                }

                limit.CancelAfter(Patience);
                await TellAsync(listener, transition, limit.Token);
            }

            limit.CancelAfter(Timeout.InfiniteTimeSpan);
        }

        limit.Dispose();
    }

    private async Task TellAsync(ICallListener listener, Transition transition, CancellationToken limit)
    {
        try
        {
            await listener.ChangedAsync(transition, limit).WaitAsync(limit);
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
