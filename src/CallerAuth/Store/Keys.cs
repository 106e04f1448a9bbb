using System.Buffers.Text;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace CallerAuth.Store;

/// <summary>
/// The shape of every key. What must change together shares a hash tag, so that it lies in one slot of a cluster:
/// a shard holds its verifications, and the lock of each person whose hash falls into it.
/// </summary>
internal sealed class Keys(IOptions<StoreOptions> options)
{
    /// <summary>Enough to spread over the primaries of a cluster; on one server the number hardly matters.</summary>
    public const int ShardCount = 16;

    private const int PersonDigits = 30;

    private readonly string _prefix = options.Value.KeyPrefix;

    public string Call(string callSid) => $"{_prefix}:call:{callSid}";

    /// <summary>Callers who wait in a queue of the given name, in order of arrival.</summary>
    public string Queue(string name) => $"{_prefix}:queue:{name}";

    /// <summary>The caller that an agent's call was told of.</summary>
    public string Offer(string agentCallSid) => $"{_prefix}:offer:{agentCallSid}";

    /// <summary>The agent's call that a caller is brought together with.</summary>
    public string Meeting(string callerCallSid) => $"{_prefix}:meeting:{callerCallSid}";

    /// <summary>Sorted set of the calls that live: CallSid by its last change, in milliseconds of the store's clock.</summary>
    public string LiveCalls => $"{_prefix}:live";

    /// <summary>Channel on which instances tell each other which call has changed.</summary>
    public string CallChanges => $"{_prefix}:changed";

    /// <summary>The id of the verification that was asked for last about a live call.</summary>
    public string AskedOn(string callSid) => $"{_prefix}:asked:{callSid}";

    /// <summary>That an agent's session was signed out.</summary>
    public string SignedOut(string session) => $"{_prefix}:signed-out:{session}";

    /// <summary>Which instances are alive: the last beat of each, by its name.</summary>
    public string Instances => $"{_prefix}:instances";

    /// <summary>Channel on which instances tell each other that there is something new in a shard.</summary>
    public string News => $"{_prefix}:news";

    /// <summary>The name of the instance that polls for a shard.</summary>
    public string Owner(int shard) => $"{_prefix}:{Tag(shard)}:owner";

    /// <summary>What others began and cancelled in a shard since its owner last looked.</summary>
    public string Feed(int shard) => $"{_prefix}:{Tag(shard)}:feed";

    /// <summary>Every running verification of a shard by its id, in one hash: a key of its own for each would take as much again.</summary>
    public string Running(int shard) => $"{_prefix}:{Tag(shard)}:running";

    /// <summary>What polls have changed of some of them.</summary>
    public string Changes(int shard) => $"{_prefix}:{Tag(shard)}:changes";

    /// <summary>The ends of those whose waiter has yet to be told.</summary>
    public string Ends(int shard) => $"{_prefix}:{Tag(shard)}:ends";

    /// <summary>
    /// Holds the id of the one verification that runs for a person; 120 of the 256 bits tell any two people apart. Thirty characters with
    /// the usual prefix, because the server takes half as much again for one more.
    /// </summary>
    public string Person(int shard, string nationalIdHash) =>
        $"{_prefix}:{Tag(shard)}:p:{Base64Url.EncodeToString(Convert.FromHexString(nationalIdHash.AsSpan(0, PersonDigits)))}";

    /// <summary>When a person's app was last rung, newest first; in the shard of the person, so that one script takes the person and counts.</summary>
    public string PersonStarts(int shard, string nationalIdHash) => $"{_prefix}:{Tag(shard)}:limit:person:{nationalIdHash}";

    /// <summary>The last starts that one calling number asked for.</summary>
    public string CallingNumberStarts(string callingNumberHash) => $"{_prefix}:limit:calling:{callingNumberHash}";

    /// <summary>The last starts on one line.</summary>
    public string LineStarts(string calledNumber) => $"{_prefix}:limit:line:{calledNumber}";

    /// <summary>The last starts of all.</summary>
    public string AllStarts => $"{_prefix}:limit:all";

    /// <summary>The last calls that somebody at the company had placed, under a keyed hash of who.</summary>
    public string ActorCalls(string actorHash) => $"{_prefix}:limit:actor:{actorHash}";

    /// <summary>The last calls that were placed to one number.</summary>
    public string CalledNumberCalls(string calledNumberHash) => $"{_prefix}:limit:called:{calledNumberHash}";

    /// <summary>The last calls that were placed.</summary>
    public string AllCalls => $"{_prefix}:limit:calls";

    /// <summary>That a limit on calls was reached by somebody and is in the audit trail, under a keyed hash of both.</summary>
    public string NotedCallLimit(string hash) => $"{_prefix}:limit:noted:{hash}";

    /// <summary>Written and taken away again by an operator who looks whether the store can be written.</summary>
    public string Probe => $"{_prefix}:probe";

    /// <summary>A verification that an agent or a system asked for.</summary>
    public string Request(string id) => $"{_prefix}:request:{id}";

    /// <summary>Channel on which instances tell each other that a requested verification has changed.</summary>
    public string RequestNews => $"{_prefix}:requests";

    /// <summary>A request that came with an Idempotency-Key, under a keyed hash of that and of who sent it. The number is that of the form in which answers are kept: instances of another form do not see them.</summary>
    public string Idempotency(string hash) => $"{_prefix}:idempotency:2:{hash}";

    /// <summary>The audit trail of one day (UTC), oldest record first.</summary>
    public string Audit(DateOnly day) => $"{_prefix}:audit:{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    /// <summary>Sorted set: events for one target of webhooks by the moment, in milliseconds of the store's clock, when they are due.</summary>
    public string WebhooksDue(string lane) => $"{_prefix}:{{webhooks-{lane}}}:due";

    /// <summary>An event for one target, or that it was delivered.</summary>
    public string Webhook(string lane, string id) => $"{_prefix}:{{webhooks-{lane}}}:event:{id}";

    /// <summary>What was counted in one hour (UTC), of all lines.</summary>
    public string Figures(DateTimeOffset hour) => $"{_prefix}:{{figures}}:hour:{hour.UtcDateTime.ToString("yyyy-MM-dd'T'HH", CultureInfo.InvariantCulture)}";

    /// <summary>What has been counted of one requested verification.</summary>
    public string Counted(string name) => $"{_prefix}:{{figures}}:counted:{name}";

    /// <summary>That a batch of counts was added to an hour.</summary>
    public string FigureBatch(string batch, DateTimeOffset hour) => $"{_prefix}:{{figures}}:batch:{batch}:{hour.Hour}";

    private static string Tag(int shard) => "{" + shard.ToString("x2", CultureInfo.InvariantCulture) + "}";
}
