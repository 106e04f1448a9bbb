namespace CallerAuth.Verification.Polling;

/// <summary>What came of the wish to own a shard.</summary>
/// <param name="Owner">Whose it was, or still is; empty when it was free.</param>
/// <param name="Now">The store's clock when we took it, in milliseconds; null when it was not to be had.</param>
internal sealed record TakenShard(string Owner, long? Now);
