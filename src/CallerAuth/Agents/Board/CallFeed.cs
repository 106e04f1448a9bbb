using System.Collections.Concurrent;
using System.Collections.Immutable;
using StackExchange.Redis;

namespace CallerAuth.Agents.Board;

/// <summary>
/// The live calls of all instances for the agents' pages that are open on this one. A message tells at once what changed; every few
/// seconds the index is read again, so a message that was lost costs no more than that. Without an open page nothing is read.
/// </summary>
internal sealed partial class CallFeed(LiveIndex index, CardReader cards, TimeProvider time, ILogger<CallFeed> logger) : BackgroundService
{
    public static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(3);

    /// <summary>Changes within this time are shown together, so that a busy hour does not redraw the page at every ring.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(40);

    /// <summary>Also what the index says is unchanged is read again, a part in each round: the message and the index may both have been lost.</summary>
    private const int RoundsForAll = 5;

    private const int ReadAtOnce = 100;

    /// <summary>Without a card where it cannot be read here.</summary>
    private readonly Dictionary<string, (CallCard? Card, string ChangedAt)> _cards = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _heard = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _news = new(0, 1);
    private ImmutableArray<Action> _watchers = [];
    private volatile BoardView _now = BoardView.Nothing;
    private long _rounds;

    /// <summary>How things stand; not live until the first read has come back.</summary>
    public BoardView Now => _now;

    /// <summary>Keeps the feed running and calls <paramref name="changed"/> after each change, until disposed. It must return at once.</summary>
    public IDisposable Watch(Action changed)
    {
        ImmutableInterlocked.Update(ref _watchers, watchers => watchers.Add(changed));
        Wake();
        return new Watching(this, changed);
    }

    public override void Dispose()
    {
        base.Dispose();
        _news.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _news.WaitAsync(stoppingToken);
            if (_watchers.IsEmpty)
                continue;
            await RunAsync(stoppingToken);
            _cards.Clear();
            _heard.Clear();
            _now = BoardView.Nothing;
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var isOpen = false;
        var readAt = long.MinValue;
        while (!_watchers.IsEmpty)
        {
            try
            {
                if (!isOpen)
                    await index.OpenAsync(Hear);
                isOpen = true;
                var isDue = readAt == long.MinValue || time.GetElapsedTime(readAt) >= ReadAgainAfter || !_now.IsLive;
                if (isDue)
                {
                    await ReadIndexAsync(cancellationToken);
                    readAt = time.GetTimestamp();
                }
                else
                {
                    await ReadCardsAsync(TakeHeard(), null, cancellationToken);
                }

                Show(isLive: true);
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                if (_now.IsLive)
                    NotLive(e);
                Show(isLive: false);
                // What was heard may be lost with it; the next read takes all.
                _heard.Clear();
                await Task.Delay(ReadAgainAfter / 3, time, cancellationToken);
                continue;
            }

            await Task.Delay(Together, time, cancellationToken);
            var left = ReadAgainAfter - time.GetElapsedTime(readAt);
            await _news.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken);
        }

        if (isOpen)
            await CloseAsync();
    }

    private async Task CloseAsync()
    {
        try
        {
            await index.CloseAsync();
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            NotLive(e);
        }
    }

    private async Task ReadIndexAsync(CancellationToken cancellationToken)
    {
        var heard = TakeHeard();
        var live = await index.ReadAsync(cancellationToken);
        var unlisted = _cards.Keys.Where(callSid => !live.ContainsKey(callSid)).ToList();
        // A list that is cut off says nothing of those who are not on it; whether they are over is then asked of the calls themselves.
        var isWhole = live.Count < index.Most;
        if (isWhole)
            unlisted.ForEach(callSid => _cards.Remove(callSid));
        var round = _rounds++;
        var position = 0;
        var due = live
            .Where(entry => !_cards.TryGetValue(entry.Key, out var known) || known.ChangedAt != entry.Value || position++ % RoundsForAll == round % RoundsForAll)
            .Select(entry => entry.Key)
            .Union(isWhole ? [] : unlisted.Where(_ => position++ % RoundsForAll == round % RoundsForAll), StringComparer.Ordinal)
            .Union(heard, StringComparer.Ordinal)
            .ToList();
        var over = await ReadCardsAsync(due, live, cancellationToken);
        if (over.Count > 0)
            await index.RemoveAsync(over);
    }

    /// <returns>Those that are over.</returns>
    private async Task<IReadOnlyList<string>> ReadCardsAsync(IReadOnlyList<string> callSids, IReadOnlyDictionary<string, string>? live, CancellationToken cancellationToken)
    {
        var over = new List<string>();
        foreach (var some in callSids.Chunk(ReadAtOnce))
        {
            var read = await Task.WhenAll(some.Select(cards.ReadAsync)).WaitAsync(cancellationToken);
            foreach (var (callSid, card) in some.Zip(read))
            {
                if (card is CardRead.Over)
                {
                    _cards.Remove(callSid);
                    over.Add(callSid);
                }
                else
                {
                    _cards[callSid] = ((card as CardRead.Shown)?.Card, live?.GetValueOrDefault(callSid) ?? "");
                }
            }
        }

        return over;
    }

    private void Show(bool isLive)
    {
        _now = new BoardView(isLive, time.GetUtcNow(), isLive ? Readable() : _now.Cards);
        foreach (var watcher in _watchers)
            watcher();
    }

    private ImmutableDictionary<string, CallCard> Readable() =>
        _cards.Values.Select(known => known.Card).OfType<CallCard>().ToImmutableDictionary(card => card.CallSid, StringComparer.Ordinal);

    private List<string> TakeHeard()
    {
        var heard = _heard.Keys.ToList();
        foreach (var callSid in heard)
            _heard.TryRemove(callSid, out _);
        return heard;
    }

    private void Hear(string callSid)
    {
        if (callSid.Length == 0)
            return;
        _heard.TryAdd(callSid, 0);
        Wake();
    }

    private void Wake()
    {
        try
        {
            if (_news.CurrentCount == 0)
                _news.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // Somebody else woke it, or there is nothing left to wake.
        }
    }

    private void Leave(Action changed)
    {
        ImmutableInterlocked.Update(ref _watchers, watchers => watchers.Remove(changed));
        Wake();
    }

    [LoggerMessage(7401, LogLevel.Warning, "The store does not answer; agents are told that their pages are not live")]
    private partial void NotLive(Exception exception);

    private sealed class Watching(CallFeed feed, Action changed) : IDisposable
    {
        private Action? _changed = changed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _changed, null) is { } mine)
                feed.Leave(mine);
        }
    }
}
