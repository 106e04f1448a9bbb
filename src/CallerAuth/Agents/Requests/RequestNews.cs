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
internal sealed class RequestNews(StoreConnection store, Keys keys)
{
    private readonly ConcurrentDictionary<Follower, VerificationId> _followers = new();
    private int _isListening;

    /// <summary>Somebody follows from now on, until it is disposed.</summary>
    public async Task<Follower> FollowAsync(VerificationId id)
    {
        var follower = new Follower(this);
        _followers[follower] = id;
        await ListenAsync();
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

    // From the first follower on: an instance that nobody follows at is not bothered, and one that was once is likely to be again.
    private async Task ListenAsync()
    {
        try
        {
            var subscriber = store.Database.Multiplexer.GetSubscriber();
            if (Interlocked.Exchange(ref _isListening, 1) == 1)
                return;
            // Not awaited: then it holds also when the connection comes later, or is lost and found again.
            await subscriber.SubscribeAsync(Channel, (_, message) => Hear(message), CommandFlags.FireAndForget);
            // Answered behind it on the same connection, so what is told from now on is heard.
            await subscriber.PingAsync();
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // Until the connection is there, followers look by themselves.
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
    internal sealed class Follower(RequestNews news) : IDisposable
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

        public void Dispose() => news._followers.TryRemove(this, out _);
    }
}
