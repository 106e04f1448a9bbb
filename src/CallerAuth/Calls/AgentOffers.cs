using CallerAuth.Store;
using StackExchange.Redis;

namespace CallerAuth.Calls;

/// <summary>What became of an attempt to bring a caller and an agent together.</summary>
internal enum Meeting
{
    /// <summary>The two were not brought together before.</summary>
    Begun,

    /// <summary>They were: this is the same webhook again.</summary>
    Known,

    /// <summary>Another agent has the caller.</summary>
    Taken,
}

/// <summary>Which caller an agent's call was told of last, and which agent a caller was brought together with.</summary>
internal sealed class AgentOffers(StoreConnection store, Keys keys)
{
    /// <summary>Longer than any whisper.</summary>
    private static readonly TimeSpan KeepOffer = TimeSpan.FromSeconds(60);

    /// <summary>
    /// By then both are in the conference: the caller's redirect has two seconds, their and the agent's document another two or three.
    /// A meeting that is younger may still come about, and one that is older has, or never will.
    /// </summary>
    public static readonly TimeSpan MeetWithin = TimeSpan.FromSeconds(8);

    /// <summary>
    /// KEYS offer. ARGV token, time to live ms. A question of an agent for the next caller begins; what was offered before is void.
    /// Returns '' for a new question, else this is the same one again: the CallSid it was answered with, or '-' while it has no answer.
    /// </summary>
    private const string Begin = """
        if redis.call('HGET', KEYS[1], 'token') == ARGV[1] then return redis.call('HGET', KEYS[1], 'caller') or '-' end
        redis.call('DEL', KEYS[1])
        redis.call('HSET', KEYS[1], 'token', ARGV[1])
        redis.call('PEXPIRE', KEYS[1], ARGV[2])
        return ''
        """;

    /// <summary>KEYS offer. ARGV token, CallSid. Returns 1, or 0 when the agent has asked again since.</summary>
    private const string Offer = """
        if redis.call('HGET', KEYS[1], 'token') ~= ARGV[1] then return 0 end
        redis.call('HSET', KEYS[1], 'caller', ARGV[2])
        return 1
        """;

    /// <summary>
    /// KEYS meeting. ARGV ms that a meeting has left to live when it is as old as may be. Returns 1 when there is none, or was one too old;
    /// 0 when it is young and stays.
    /// </summary>
    private const string PartOld = """
        if redis.call('PTTL', KEYS[1]) > tonumber(ARGV[1]) then return 0 end
        redis.call('DEL', KEYS[1])
        return 1
        """;

    /// <param name="agent">CallSid of the agent's call.</param>
    /// <param name="token">The same in every attempt to deliver one question.</param>
    /// <returns>Null for a new question; else the caller who was the answer to it, empty while it has none.</returns>
    public async Task<string?> BeginAsync(string agent, string token) =>
        (string?)await store.Database.ScriptEvaluateAsync(Begin, [keys.Offer(agent)], [token, (long)KeepOffer.TotalMilliseconds]) switch
        {
            null or "" => null,
            "-" => "",
            var caller => caller,
        };

    /// <returns>False when the agent has asked again since: then the whisper would be about one caller and the bridge to another.</returns>
    public async Task<bool> OfferAsync(string agent, string token, string caller) =>
        (bool)await store.Database.ScriptEvaluateAsync(Offer, [keys.Offer(agent)], [token, caller]);

    /// <returns>The caller whom the agent was told of, or null when that is too long ago.</returns>
    public async Task<string?> FindAsync(string agent) => await store.Database.HashGetAsync(keys.Offer(agent), "caller");

    /// <summary>Takes the caller for the agent. Of two agents one gets them.</summary>
    public async Task<Meeting> MeetAsync(string caller, string agent)
    {
        if (await store.Database.StringSetAsync(keys.Meeting(caller), agent, CallStore.Keep, When.NotExists))
            return Meeting.Begun;
        return await AgentOfAsync(caller) == agent ? Meeting.Known : Meeting.Taken;
    }

    /// <returns>The call of the agent whom the caller was brought together with; null when there is none.</returns>
    public async Task<string?> AgentOfAsync(string caller) => await store.Database.StringGetAsync(keys.Meeting(caller));

    /// <summary>They do not talk, or not any more.</summary>
    public Task PartAsync(string caller) => store.Database.KeyDeleteAsync(keys.Meeting(caller));

    /// <summary>For one of whom it is known that they do not talk: whatever meeting there was is over, unless it has only just begun.</summary>
    /// <returns>False when the two may still meet.</returns>
    public async Task<bool> PartOldAsync(string caller) =>
        (bool)await store.Database.ScriptEvaluateAsync(PartOld, [keys.Meeting(caller)], [(long)(CallStore.Keep - MeetWithin).TotalMilliseconds]);
}
