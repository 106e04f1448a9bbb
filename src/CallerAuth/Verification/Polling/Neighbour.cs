namespace CallerAuth.Verification.Polling;

/// <summary>Another instance, as this one has observed it.</summary>
/// <param name="HeardAt">By our clock, when its last beat was new to us.</param>
/// <param name="WasLongGone">By the store's clock, it had been silent for long when we first saw it.</param>
internal sealed record Neighbour(InstanceBeat Last, long HeardAt, bool WasLongGone)
{
    public bool IsGone(long now) => WasLongGone || now - HeardAt >= PollTimes.Lease.TotalMilliseconds;
}
