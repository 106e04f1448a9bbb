namespace CallerAuth.Verification.Polling;

/// <summary>From whom a shard was taken, which says what is known of its last polls.</summary>
internal enum PreviousOwner
{
    /// <summary>It was free: handed over, or never owned.</summary>
    Nobody,

    /// <summary>It was ours already; a taking was not heard of, or broke off.</summary>
    Ourselves,

    /// <summary>Its owner has not been heard of for a lease.</summary>
    Dead,

    /// <summary>Its owner was gone long before we came.</summary>
    LongDead,
}
