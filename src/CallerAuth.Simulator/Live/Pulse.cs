using System.Threading.Channels;

namespace CallerAuth.Simulator.Live;

/// <summary>Says that something has changed, and not what: whoever follows looks for themselves, and a slow one misses beats but never the last one.</summary>
internal sealed class Pulse
{
    private readonly Lock _gate = new();
    private readonly List<Channel<bool>> _followers = [];

    public void Beat()
    {
        lock (_gate)
        {
            foreach (var follower in _followers)
                follower.Writer.TryWrite(true);
        }
    }

    public Follower Follow()
    {
        var channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        lock (_gate)
            _followers.Add(channel);
        return new Follower(this, channel);
    }

    /// <summary>One page that is open.</summary>
    internal sealed class Follower(Pulse pulse, Channel<bool> channel) : IDisposable
    {
        public ValueTask<bool> NextAsync(CancellationToken cancellationToken) => channel.Reader.ReadAsync(cancellationToken);

        public void Dispose()
        {
            lock (pulse._gate)
                pulse._followers.Remove(channel);
        }
    }
}
