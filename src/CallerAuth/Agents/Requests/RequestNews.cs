using System.Collections.Concurrent;
using System.Threading.Channels;
using CallerAuth.Store;
using CallerAuth.Verification;
using StackExchange.Redis;

namespace CallerAuth.Agents.Requests;

/// <summary>
/// Tells those who follow a requested verification, on all instances, that there is something new to read. Messages carry the id and
/// nothing else. One that is lost costs seconds only, because followers also look by themselves.
/// </summary>
internal sealed class RequestNews(StoreConnection store, Keys keys) : IDisposable
{
    private readonly ConcurrentDictionary<Follower, VerificationId> _followers = new();
    private readonly SemaphoreSlim _changing = new(1, 1);
    private bool _isListening;

    /// <summary>Somebody follows from now on, until it is disposed.</summary>
    public async Task<Follower> FollowAsync(VerificationId id)
    {
        var follower = new Follower(this);
        _followers[follower] = id;
        await ListenWhileFollowedAsync();
        return follower;
    }

    /// <summary>Never fails: nothing depends on being heard.</summary>
    public async Task TellAsync(VerificationId id)
    {
        Hear(id);
        try
        {
            await store.Database.PublishAsync(Channel, id.Value, CommandFlags.FireAndForget);
        }
        catch (RedisException)
        {
        }
    }

    // Not disposed of: followers may still leave while the host ends, and it holds nothing but memory.
    public void Dispose()
    {
    }

    // Only instances with followers are bothered by the others.
    private async Task ListenWhileFollowedAsync()
    {
        await _changing.WaitAsync();
        try
        {
            var shouldListen = !_followers.IsEmpty;
            if (shouldListen == _isListening)
                return;
            var subscriber = store.Database.Multiplexer.GetSubscriber();
            if (shouldListen)
                await subscriber.SubscribeAsync(Channel, (_, message) => Hear(message));
            else
                await subscriber.UnsubscribeAsync(Channel);
            _isListening = shouldListen;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // The next follower tries again, and this one looks by itself.
        }
        finally
        {
            _changing.Release();
        }
    }

    private void Hear(RedisValue message)
    {
        if (VerificationId.TryParse(message, out var id))
            Hear(id);
    }

    private void Hear(VerificationId id)
    {
        foreach (var (follower, followed) in _followers)
        {
            if (followed == id)
                follower.Signal();
        }
    }

    private RedisChannel Channel => RedisChannel.Literal(keys.RequestNews);

    /// <summary>One who follows. Several pieces of news before they look are one.</summary>
    internal sealed class Follower(RequestNews news) : IAsyncDisposable
    {
        private readonly Channel<bool> _signal = System.Threading.Channels.Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

        public void Signal() => _signal.Writer.TryWrite(true);

        /// <summary>Until there is news, or so long.</summary>
        public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
        {
            using var patience = new CancellationTokenSource(atMost, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            try
            {
                await _signal.Reader.ReadAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
            }
        }

        public async ValueTask DisposeAsync()
        {
            if (news._followers.TryRemove(this, out _))
                await news.ListenWhileFollowedAsync();
        }
    }
}
