using System.Runtime.CompilerServices;
using CallerAuth.Store;

namespace CallerAuth.Calls;

/// <summary>Calls in the store. A write is one compare-and-set on the version, so of two that race one wins and the other learns what won.</summary>
internal sealed class CallStore(StoreConnection store, Keys keys, Sealer sealer)
{
    /// <summary>A call that nobody heard of for so long is over; Twilio ends calls after four hours.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromHours(4);

    /// <summary>An ended call is remembered for late webhooks only.</summary>
    public static readonly TimeSpan KeepEnded = TimeSpan.FromMinutes(5);

    /// <summary>Who had a call placed asks for its end.</summary>
    public static readonly TimeSpan KeepPlacedEnded = TimeSpan.FromHours(1);

    /// <summary>KEYS call. ARGV expected version, next version, sealed call, time to live in ms. Returns '' when written, else the sealed call that stands there.</summary>
    private const string Save = """
        local version = redis.call('HGET', KEYS[1], 'version') or '0'
        if version ~= ARGV[1] then return redis.call('HGET', KEYS[1], 'call') or '-' end
        redis.call('HSET', KEYS[1], 'version', ARGV[2], 'call', ARGV[3])
        redis.call('PEXPIRE', KEYS[1], ARGV[4])
        return ''
        """;

    /// <summary>KEYS call. ARGV who does what. Returns 1 when they do it for the first time to what is there, else 0.</summary>
    private const string Note = """
        if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
        return redis.call('HSET', KEYS[1], ARGV[1], '1')
        """;

    /// <returns>Null when no such call is known.</returns>
    public async Task<Call?> FindAsync(string callSid)
    {
        var box = (byte[]?)await store.Database.HashGetAsync(keys.Call(callSid), "call");
        return box is null ? null : Open(box, callSid);
    }

    /// <returns>What now stands in the store: <paramref name="next"/> with its new version, or what another writer put there first, or null when the call is gone.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SaveResult> SaveAsync(Call next)
    {
        var written = next with { Version = next.Version + 1 };
        var box = sealer.Seal(written, CallJson.Default.Call, next.CallSid);
        var keep = next switch
        {
            { State: not CallState.Ended } => Keep,
            { Placed: not null } => KeepPlacedEnded,
            _ => KeepEnded,
        };
        var answer = (byte[]?)await store.Database.ScriptEvaluateAsync(
            Save, [keys.Call(next.CallSid)], [next.Version, written.Version, box, (long)keep.TotalMilliseconds]);
        return answer switch
        {
            null or [] => new SaveResult(true, written),
            [(byte)'-'] => new SaveResult(false, null),
            _ => new SaveResult(false, Open(answer, next.CallSid)),
        };
    }

    /// <param name="callSid">What something is done to.</param>
    /// <param name="what">The word for it.</param>
    /// <param name="who">Stands for who does it; a pseudonym.</param>
    /// <returns>True when they had not done it before.</returns>
    public async Task<bool> IsFirstTimeAsync(string callSid, string what, string who) =>
        (bool)await store.Database.ScriptEvaluateAsync(Note, [keys.Call(callSid)], [$"{what}:{who}"]);

    private Call Open(byte[] box, string callSid) => sealer.Open(box, CallJson.Default.Call, callSid);
}
