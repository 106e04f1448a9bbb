using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using CallerAuth.Store;
using StackExchange.Redis;

namespace CallerAuth.Webhooks;

/// <summary>
/// Events on their way to targets, sealed in the store, so that any instance can deliver what another has noted. A message is leased to
/// one instance at a time; one that is not settled when its lease ends falls to whoever comes next.
/// </summary>
internal sealed partial class Outbox(StoreConnection store, Keys keys, Sealer sealer, ILogger<Outbox> logger)
{
    /// <summary>A target that is away for a day has at most this many waiting; some hundred megabytes of the store.</summary>
    public const int MostWaiting = 100_000;

    /// <summary>Longer than the last try can be away, with every wait that a target asks for.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromDays(4);

    /// <summary>Longer than a call: its end tells again what the beginning may have told.</summary>
    public static readonly TimeSpan RememberDelivered = TimeSpan.FromHours(5);

    /// <summary>A try takes ten seconds at most; the rest is for the store.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    public async Task<Posted> PostAsync(WebhookTarget target, WebhookEvent happened)
    {
        var box = sealer.Seal(new OutboxMessage(happened.Type, happened.Body), OutboxJson.Default.OutboxMessage, NameOf(target.Lane, happened.Id));
        var answer = (int)await store.Database.ScriptEvaluateAsync(
            OutboxScripts.Post,
            [keys.WebhooksDue(target.Lane), keys.Webhook(target.Lane, happened.Id)],
            [happened.Id, box, MostWaiting, (long)Keep.TotalMilliseconds]);
        return answer switch { 1 => Posted.Accepted, 0 => Posted.Known, _ => Posted.Full };
    }

    /// <summary>Takes what is due, each message for as long as the lease is.</summary>
    /// <returns>What is ours now, and when the next one falls due; null when none waits.</returns>
    public async Task<(IReadOnlyList<OutboxClaim> Claimed, TimeSpan? Next)> ClaimAsync(WebhookTarget target, int most, TimeSpan? lease = null)
    {
        var answer = (RedisResult[])(await store.Database.ScriptEvaluateAsync(
            OutboxScripts.Claim, [keys.WebhooksDue(target.Lane)], [most, (long)(lease ?? Lease).TotalMilliseconds]))!;
        var until = (long)answer[0];
        TimeSpan? next = (string)answer[1]! is { Length: > 0 } wait ? TimeSpan.FromMilliseconds(long.Parse(wait, CultureInfo.InvariantCulture)) : null;
        var opened = await Task.WhenAll(((string[])answer[2]!).Select(id => OpenAsync(target.Lane, id, until)));
        return ([.. opened.OfType<OutboxClaim>()], next);
    }

    /// <summary>The target has it. What was said is forgotten; that it was said is remembered for a while.</summary>
    /// <returns>False when it was somebody else's by then.</returns>
    public Task<bool> DeliveredAsync(WebhookTarget target, OutboxClaim claim) => DoneAsync(target.Lane, claim.Id, claim.Lease);

    /// <summary>Nobody will try it again.</summary>
    public Task<bool> GivenUpAsync(WebhookTarget target, OutboxClaim claim) => DoneAsync(target.Lane, claim.Id, claim.Lease);

    /// <summary>It is tried again after the delay, by whoever is there.</summary>
    public async Task<bool> AgainAsync(WebhookTarget target, OutboxClaim claim, int tries, TimeSpan delay) => (int)await store.Database.ScriptEvaluateAsync(
        OutboxScripts.Again,
        [keys.WebhooksDue(target.Lane), keys.Webhook(target.Lane, claim.Id)],
        [claim.Id, claim.Lease, tries, (long)delay.TotalMilliseconds]) == 1;

    private async Task<bool> DoneAsync(string lane, string id, long lease) => (int)await store.Database.ScriptEvaluateAsync(
        OutboxScripts.Done, [keys.WebhooksDue(lane), keys.Webhook(lane, id)], [id, lease, (long)RememberDelivered.TotalMilliseconds]) == 1;

    private async Task<OutboxClaim?> OpenAsync(string lane, string id, long lease)
    {
        var fields = await store.Database.HashGetAsync(keys.Webhook(lane, id), ["box", "tries"]);
        try
        {
            if ((byte[]?)fields[0] is { } box)
                return new OutboxClaim(id, lease, (int)fields[1], sealer.Open(box, OutboxJson.Default.OutboxMessage, NameOf(lane, id)));
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            NotReadable(e, id);
        }

        await DoneAsync(lane, id, lease);
        return null;
    }

    private static string NameOf(string lane, string id) => $"webhook/{lane}/{id}";

    [LoggerMessage(8001, LogLevel.Error, "Event {Id} could not be read from the outbox and is not delivered; it was sealed with another key or by another version")]
    private partial void NotReadable(Exception exception, string id);
}
