using CallerAuth.Calls;
using CallerAuth.Store;
using CallerAuth.Verification;

namespace CallerAuth.Agents.Requests;

/// <summary>Requested verifications in the store. A write is one compare-and-set on the version, so of two that race one wins.</summary>
internal sealed class RequestStore(StoreConnection store, Keys keys, Sealer sealer)
{
    /// <summary>Longer than any line lets a person take.</summary>
    public static readonly TimeSpan KeepRunning = TimeSpan.FromMinutes(30);

    /// <summary>So long may an agent's system ask how it ended. What is about a call is kept while the call may last: until its end, it says who the caller is.</summary>
    public static readonly TimeSpan KeepEnded = TimeSpan.FromHours(1);

    /// <summary>KEYS request. ARGV expected version, next version, sealed request, time to live in ms. Returns '' when written, '-' when it is gone, else what stands there.</summary>
    private const string Save = """
        local version = redis.call('HGET', KEYS[1], 'version') or '0'
        if version ~= ARGV[1] then return redis.call('HGET', KEYS[1], 'request') or '-' end
        redis.call('HSET', KEYS[1], 'version', ARGV[2], 'request', ARGV[3])
        redis.call('PEXPIRE', KEYS[1], ARGV[4])
        return ''
        """;

    /// <summary>KEYS request. ARGV most ms to live. Returns 1 when it had more, else 0.</summary>
    private const string LetGo = """
        if redis.call('PTTL', KEYS[1]) <= tonumber(ARGV[1]) then return 0 end
        return redis.call('PEXPIRE', KEYS[1], ARGV[1])
        """;

    /// <summary>KEYS request. ARGV who does what. Returns 1 when they do it for the first time to what is there, else 0.</summary>
    private const string Note = """
        if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
        return redis.call('HSET', KEYS[1], ARGV[1], '1')
        """;

    /// <returns>Null when there is no such request (any more).</returns>
    public async Task<RequestedVerification?> FindAsync(VerificationId id)
    {
        var box = (byte[]?)await store.Database.HashGetAsync(keys.Request(id.Value), "request");
        return box is null ? null : Open(box, id);
    }

    /// <returns>Whether ours is what stands in the store, and what stands there; null when it is gone.</returns>
    public async Task<(bool Saved, RequestedVerification? Standing)> SaveAsync(RequestedVerification next)
    {
        var written = next with { Version = next.Version + 1 };
        var box = sealer.Seal(written, RequestJson.Default.RequestedVerification, Name(next.Id));
        var keep = next switch
        {
            { HasEnded: false } => KeepRunning,
            { CallSid: not null } => CallStore.Keep,
            _ => KeepEnded,
        };
        var answer = (byte[]?)await store.Database.ScriptEvaluateAsync(
            Save, [keys.Request(next.Id.Value)], [next.Version, written.Version, box, (long)keep.TotalMilliseconds]);
        return answer switch
        {
            null or [] => (true, written),
            [(byte)'-'] => (false, null),
            _ => (false, Open(answer, next.Id)),
        };
    }

    /// <summary>The call that it is about is over.</summary>
    public Task LetGoAsync(VerificationId id) =>
        store.Database.ScriptEvaluateAsync(LetGo, [keys.Request(id.Value)], [(long)KeepEnded.TotalMilliseconds]);

    /// <param name="id">What something is done to.</param>
    /// <param name="what">The word for it.</param>
    /// <param name="who">Stands for who does it; a pseudonym.</param>
    /// <returns>True when they had not done it before.</returns>
    public async Task<bool> IsFirstTimeAsync(VerificationId id, string what, string who) =>
        (bool)await store.Database.ScriptEvaluateAsync(Note, [keys.Request(id.Value)], [$"{what}:{who}"]);

    private RequestedVerification Open(byte[] box, VerificationId id) => sealer.Open(box, RequestJson.Default.RequestedVerification, Name(id));

    // Not the id alone: under that the poll engine seals its own record of the same verification.
    private static string Name(VerificationId id) => "request:" + id.Value;
}
