using System.Security.Cryptography;
using System.Text;
using CallerAuth.Identity;
using CallerAuth.Store;
using CallerAuth.Verification;
using Microsoft.Extensions.Options;

namespace CallerAuth.Agents.Outbound;

/// <summary>
/// Counts calls that are placed, by who wants them, by the number and overall. What a limit refuses counts nowhere; neither does what
/// Twilio refuses. Who and whom are in the store under keyed hashes alone.
/// </summary>
internal sealed partial class OutboundLimits(
    StoreConnection store, Keys keys, CallingNumberHasher numbers, IOptions<PrivacyOptions> privacy, IOptions<OutboundOptions> options, ILogger<OutboundLimits> logger)
{
    private readonly StartCounts _counts = new(store);
    private readonly byte[] _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, privacy.Value.Key(), 32, info: "callerauth calls of an actor v1"u8.ToArray());

    public async Task<Counting> CountAsync(CallOrder order)
    {
        var counting = await _counts.CountAsync(PlacesOf(order));
        if (counting is Counting.Reached reached)
            Reached(order.Line, order.AskedBy, reached.Whose);
        return counting;
    }

    /// <summary>For a call that was not placed.</summary>
    public Task GiveBackAsync(Counting counting) => counting is Counting.Counted counted ? _counts.GiveBackAsync(counted.Starts) : Task.CompletedTask;

    private IEnumerable<CountedBy> PlacesOf(CallOrder order)
    {
        var limits = options.Value.Limits;
        yield return new("who ordered it", keys.ActorCalls(Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(order.AskedBy)))), limits.PerActor);
        yield return new("the called number", keys.CalledNumberCalls(numbers.Hash(order.To, order.Line).Value), limits.PerNumber);
        yield return new("all calls", keys.AllCalls, limits.Overall);
    }

    [LoggerMessage(6206, LogLevel.Warning, "No call was placed for line {Line}, as {By} wanted: the limit of {Whose} is reached")]
    private partial void Reached(string line, string by, string whose);
}
