using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CallerAuth.Identity;
using CallerAuth.Store;
using Microsoft.Extensions.Options;

namespace CallerAuth.Agents.Api;

/// <summary>What is known of a request that came with an <c>Idempotency-Key</c>.</summary>
internal abstract record Repetition
{
    private Repetition() { }

    /// <summary>It is the first; whoever answers it says so afterwards.</summary>
    public sealed record First(string Token) : Repetition
    {
        public static First New() => new(RandomNumberGenerator.GetHexString(16));
    }

    /// <summary>It was answered like this.</summary>
    public sealed record Answered(byte[] Answer) : Repetition;

    /// <summary>Another one is being answered.</summary>
    public sealed record InProgress : Repetition;

    /// <summary>Another one was begun and never answered: who was answering it has died over it, and nobody knows how far they came.</summary>
    public sealed record Lost : Repetition;

    /// <summary>The key belongs to another request.</summary>
    public sealed record OfAnother : Repetition;
}

/// <summary>
/// Remembers answers by who asked and by the <c>Idempotency-Key</c>, on all instances. Of the request it keeps a keyed hash, so the
/// national ID in it cannot be guessed from the store.
/// </summary>
internal sealed class IdempotencyStore(StoreConnection store, Keys keys, IOptions<PrivacyOptions> privacy)
{
    /// <summary>A client that was cut off tries again within a day, or not at all.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromHours(24);

    /// <summary>Who has not answered by then has died over it.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);

    /// <summary>
    /// KEYS request. ARGV fingerprint, token, time to live ms, most ms for an answer. Returns '1' for the first; '2' when another is being
    /// answered, '3' when the key is another request's, '5' when the answer has not come in time; else '4' and the answer.
    /// </summary>
    private const string Begin = StoreClock.Now + """

        local known = redis.call('HGET', KEYS[1], 'fingerprint')
        if not known then
          redis.call('HSET', KEYS[1], 'fingerprint', ARGV[1], 'token', ARGV[2], 'begun', ms(now))
          redis.call('PEXPIRE', KEYS[1], ARGV[3])
          return '1'
        end
        if known ~= ARGV[1] then return '3' end
        local answer = redis.call('HGET', KEYS[1], 'answer')
        if answer then return '4' .. answer end
        local begun = redis.call('HGET', KEYS[1], 'begun')
        if now - tonumber(begun) >= tonumber(ARGV[4]) then return '5' end
        return '2'
        """;

    /// <summary>KEYS request. ARGV token, answer, time to live ms. An answer counts only from who is answering. Returns 1 or 0.</summary>
    private const string Finish = """
        if redis.call('HGET', KEYS[1], 'token') ~= ARGV[1] then return 0 end
        redis.call('HSET', KEYS[1], 'answer', ARGV[2])
        redis.call('PEXPIRE', KEYS[1], ARGV[3])
        return 1
        """;

    /// <summary>KEYS request. ARGV token. Nothing came of it, so the key is free again. Returns 1 or 0.</summary>
    private const string GiveFree = """
        if redis.call('HGET', KEYS[1], 'token') ~= ARGV[1] then return 0 end
        return redis.call('DEL', KEYS[1])
        """;

    private readonly byte[] _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, privacy.Value.Key(), 32, info: "callerauth idempotency v1"u8.ToArray());

    /// <param name="by">Who asks.</param>
    /// <param name="key">What they call the request.</param>
    /// <param name="body">The request.</param>
    /// <param name="first">What it is if it is the first.</param>
    /// <param name="keepUnanswered">How long the key stays taken where no answer comes.</param>
    public async Task<Repetition> BeginAsync(string by, string key, byte[] body, Repetition.First first, TimeSpan keepUnanswered)
    {
        var answer = (byte[])(await store.Database.ScriptEvaluateAsync(
            Begin,
            [NameOf(by, key)],
            [HMACSHA256.HashData(_key, body), first.Token, (long)keepUnanswered.TotalMilliseconds, (long)AnswerWithin.TotalMilliseconds]))!;
        return answer switch
        {
            [(byte)'1'] => first,
            [(byte)'2'] => new Repetition.InProgress(),
            [(byte)'3'] => new Repetition.OfAnother(),
            [(byte)'5'] => new Repetition.Lost(),
            _ => new Repetition.Answered(answer[1..]),
        };
    }

    public Task FinishAsync(string by, string key, Repetition.First first, byte[] answer) =>
        store.Database.ScriptEvaluateAsync(Finish, [NameOf(by, key)], [first.Token, answer, (long)Keep.TotalMilliseconds]);

    public Task GiveFreeAsync(string by, string key, Repetition.First first) =>
        store.Database.ScriptEvaluateAsync(GiveFree, [NameOf(by, key)], [first.Token]);

    // The length keeps the two parts apart.
    private string NameOf(string by, string key)
    {
        var name = new byte[sizeof(int) + Encoding.UTF8.GetByteCount(by) + Encoding.UTF8.GetByteCount(key)];
        BinaryPrimitives.WriteInt32BigEndian(name, by.Length);
        Encoding.UTF8.GetBytes(by + key, name.AsSpan(sizeof(int)));
        return keys.Idempotency(Convert.ToHexStringLower(HMACSHA256.HashData(_key, name)));
    }
}
