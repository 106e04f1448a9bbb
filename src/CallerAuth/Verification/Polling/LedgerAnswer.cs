namespace CallerAuth.Verification.Polling;

/// <summary>What became of a write to a shard.</summary>
internal enum LedgerAnswer
{
    Written,

    /// <summary>The shard is somebody else's; nothing was written.</summary>
    NotOurs,

    /// <summary>There is no such verification any more: cancelled, or lost by the store.</summary>
    Gone,
}
