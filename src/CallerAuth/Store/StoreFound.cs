namespace CallerAuth.Store;

/// <summary>How the store was found.</summary>
/// <param name="Fault">What keeps it from being used; null when nothing does.</param>
/// <param name="RoundTrip">The quickest of a few.</param>
/// <param name="Evicts">Its policy, where it throws things away when it is full; null where it does not, or does not tell.</param>
internal sealed record StoreFound(string? Fault, TimeSpan RoundTrip, string? Evicts);
