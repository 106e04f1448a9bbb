namespace CallerAuth.Verification;

/// <summary>What one claim brought.</summary>
/// <param name="Lease">Until when the ids are ours, in milliseconds of the store's clock.</param>
/// <param name="Now">The store's clock at the claim.</param>
/// <param name="UntilNext">How long nothing else will be due in this shard, as far as is known now; null when nothing is scheduled.</param>
internal sealed record ClaimedBatch(IReadOnlyList<string> Ids, double Lease, long Now, TimeSpan? UntilNext);
