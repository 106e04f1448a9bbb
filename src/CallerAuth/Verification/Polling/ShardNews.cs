using StackExchange.Redis;

namespace CallerAuth.Verification.Polling;

/// <summary>What other instances did in a shard since its owner last looked.</summary>
/// <param name="Now">The store's clock, in milliseconds.</param>
internal sealed record ShardNews(long Now, IReadOnlyList<VerificationId> Begun, IReadOnlyList<VerificationId> Cancelled, IReadOnlyList<VerificationId> Notified)
{
    public static ShardNews Read(long now, IEnumerable<RedisValue> entries)
    {
        var (begun, cancelled, notified) = (new List<VerificationId>(), new List<VerificationId>(), new List<VerificationId>());
        foreach (var parts in entries.Select(entry => ((string)entry!).Split(':')))
        {
            if (parts.Length != 2 || !VerificationId.TryParse(parts[1], out var id))
                continue;
            if (parts[0] == "begun")
                begun.Add(id);
            else if (parts[0] == "cancelled")
                cancelled.Add(id);
            else if (parts[0] == "notified")
                notified.Add(id);
        }

        return new ShardNews(now, begun, cancelled, notified);
    }
}
