using CallerAuth.Calls;
using CallerAuth.Store;
using CallerAuth.Verification;

namespace CallerAuth.Agents.Requests;

/// <summary>
/// Which verifications agents and systems have asked for on a live call, in the order in which they did: a sorted set for each call,
/// ids by the time of the store's clock. The last one says what is known of the caller now; all of them end with the call.
/// </summary>
internal sealed class AskedOnCalls(StoreConnection store, Keys keys)
{
    /// <summary>KEYS asked. ARGV id, time to live in ms. Returns 1.</summary>
    private const string Note = StoreClock.Now + """

        redis.call('ZADD', KEYS[1], 'NX', ms(now), ARGV[1])
        redis.call('PEXPIRE', KEYS[1], ARGV[2])
        return 1
        """;

    public Task NoteAsync(string callSid, VerificationId id) =>
        store.Database.ScriptEvaluateAsync(Note, [keys.AskedOn(callSid)], [id.Value, (long)CallStore.Keep.TotalMilliseconds]);

    /// <returns>Null when nobody has asked.</returns>
    public async Task<VerificationId?> LastAsync(string callSid) =>
        await store.Database.SortedSetRangeByRankAsync(keys.AskedOn(callSid), -1) is [var last] && VerificationId.TryParse(last, out var id) ? id : null;

    public async Task<IReadOnlyList<VerificationId>> AllAsync(string callSid)
    {
        var asked = new List<VerificationId>();
        foreach (var entry in await store.Database.SortedSetRangeByRankAsync(keys.AskedOn(callSid)))
        {
            if (VerificationId.TryParse(entry, out var id))
                asked.Add(id);
        }

        return asked;
    }

    /// <summary>The call is over.</summary>
    public Task ForgetAsync(string callSid) => store.Database.KeyDeleteAsync(keys.AskedOn(callSid));
}
