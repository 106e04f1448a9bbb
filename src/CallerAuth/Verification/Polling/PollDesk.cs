using System.Globalization;
using System.Threading.Channels;
using CallerAuth.Store;
using StackExchange.Redis;

namespace CallerAuth.Verification.Polling;

/// <summary>
/// Where starts, cancels and a provider's notifications are handed in. What concerns a shard of this instance goes to its engine
/// directly; for the others, the owner's attention is called over the store's channel. A call that is lost costs a moment only,
/// because owners also look by themselves.
/// </summary>
internal sealed class PollDesk(StoreConnection store, Keys keys)
{
    private const string Look = "look";
    private const string Free = "free";
    private const string Leaving = "leaving";

    private readonly Channel<HandedIn> _handedIn = Channel.CreateUnbounded<HandedIn>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>The name under which this instance owns shards; empty while it is not on the roll.</summary>
    public string Instance { get; set; } = "";

    public ChannelReader<HandedIn> HandedIn => _handedIn.Reader;

    public void HandIn(HandedIn handedIn) => _handedIn.Writer.TryWrite(handedIn);

    /// <summary>Calls the attention of whoever owns a shard.</summary>
    public Task CallOwnerAsync(int shard) => SayAsync(string.Create(CultureInfo.InvariantCulture, $"{Look}:{shard}"));

    /// <summary>Tells the others that a shard is free.</summary>
    public Task SayFreeAsync(int shard) => SayAsync(string.Create(CultureInfo.InvariantCulture, $"{Free}:{shard}"));

    /// <summary>Tells the others that we go, so that they take what we give free.</summary>
    public Task SayLeavingAsync(string us) => SayAsync($"{Leaving}:{us}");

    /// <summary>Hears the others from now on; when the connection is lost and found again, or comes later, too.</summary>
    public async Task ListenAsync() =>
        await store.Database.Multiplexer.GetSubscriber().SubscribeAsync(News, (_, message) => Hear((string?)message ?? ""), CommandFlags.FireAndForget);

    // Nothing depends on being heard, so nothing fails because it was not.
    private async Task SayAsync(string message)
    {
        try
        {
            await store.Database.PublishAsync(News, message, CommandFlags.FireAndForget);
        }
        catch (RedisException)
        {
        }
    }

    private void Hear(string message)
    {
        var parts = message.Split(':');
        if (parts is [Look, var number] && int.TryParse(number, CultureInfo.InvariantCulture, out var shard))
            HandIn(new HandedIn.Attention(shard));
        else if (parts is [Free, _])
            HandIn(new HandedIn.Freed());
        else if (parts is [Leaving, var name])
            HandIn(new HandedIn.Left(name));
    }

    private RedisChannel News => RedisChannel.Literal(keys.News);
}
