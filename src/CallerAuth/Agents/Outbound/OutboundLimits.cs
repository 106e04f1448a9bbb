using System.Security.Cryptography;
using System.Text;
using CallerAuth.Identity;
using CallerAuth.Store;
using CallerAuth.Verification;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CallerAuth.Agents.Outbound;

/// <summary>
/// Counts calls that are placed, by who wants them, by the number and overall. What a limit refuses counts nowhere; what Twilio refuses
/// counts for who wanted it, so that nobody asks it without end. Who and whom are in the store under keyed hashes alone.
/// </summary>
internal sealed partial class OutboundLimits(
    StoreConnection store, Keys keys, CallingNumberHasher numbers, IOptions<PrivacyOptions> privacy, IOptions<OutboundOptions> options, ILogger<OutboundLimits> logger)
{
    private static readonly TimeSpan TwilioNotedFor = TimeSpan.FromMinutes(15);

    private readonly StartCounts _counts = new(store);
    private readonly byte[] _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, privacy.Value.Key(), 32, info: "callerauth calls of an actor v1"u8.ToArray());

    public async Task<Counting> CountAsync(CallOrder order)
    {
        var counting = await _counts.CountAsync(PlacesOf(order));
        if (counting is Counting.Reached reached)
            Reached(order.Line, order.AskedBy, reached.Whose);
        return counting;
    }

    /// <summary>For a call that Twilio could not place just now, whoever had wanted it.</summary>
    public Task GiveBackAsync(Counting.Counted counted) => _counts.GiveBackAsync(counted.Starts);

    /// <summary>For a call that Twilio refused: another one of the same would be refused too, so it stays counted for who wanted it.</summary>
    public Task GiveBackToOthersAsync(CallOrder order, Counting.Counted counted)
    {
        RedisKey own = ActorCalls(order);
        return _counts.GiveBackAsync([.. counted.Starts.Where(start => start.Key != own)]);
    }

    /// <summary>Whether it is yet to be written down that somebody reached a limit. Once in its window, or whoever holds a key could fill the audit trail.</summary>
    public Task<bool> IsFirstAsync(CallOrder order, Counting.Reached reached) => IsFirstAsync(
        $"{order.AskedBy}\n{reached.By.Key}", TimeSpan.FromTicks(Math.Max(reached.Wait.Ticks, reached.By.Limit.InForce.Min(window => window.Within).Ticks)));

    /// <summary>The same for who is told that Twilio takes no more calls. That is told also when the store does not say.</summary>
    public async Task<bool> IsFirstAtTwilioAsync(CallOrder order)
    {
        try
        {
            return await IsFirstAsync($"{order.AskedBy}\ntwilio", TwilioNotedFor);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return true;
        }
    }

    private Task<bool> IsFirstAsync(string what, TimeSpan within) => store.Database.StringSetAsync(keys.NotedCallLimit(HashOf(what)), "1", within, When.NotExists);

    private string ActorCalls(CallOrder order) => keys.ActorCalls(HashOf(order.AskedBy));

    private string HashOf(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)));

    private IEnumerable<CountedBy> PlacesOf(CallOrder order)
    {
        var limits = options.Value.Limits;
        yield return new("who ordered it", ActorCalls(order), limits.PerActor);
        yield return new("the called number", keys.CalledNumberCalls(numbers.Hash(order.To, order.Line).Value), limits.PerNumber);
        yield return new("all calls", keys.AllCalls, limits.Overall);
    }

    [LoggerMessage(6206, LogLevel.Warning, "No call was placed for line {Line}, as {By} wanted: the limit of {Whose} is reached")]
    private partial void Reached(string line, string by, string whose);
}
