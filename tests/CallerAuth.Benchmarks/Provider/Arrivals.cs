namespace CallerAuth.Benchmarks.Provider;

/// <summary>What polls did to the provider within one window of time, as it alone can tell.</summary>
internal sealed record Arrivals
{
    public required double Seconds { get; init; }

    public required long Polls { get; init; }

    /// <summary>How many auth_req_ids were asked about in this window.</summary>
    public required long Distinct { get; init; }

    /// <summary>Sooner after the poll before than the interval, less 15 ms.</summary>
    public required long Early { get; init; }

    /// <summary>Within half a second of the poll before.</summary>
    public required long Doubles { get; init; }

    /// <summary>While the poll before was still unanswered (CIBA Core 10.1 forbids it).</summary>
    public required long Overlapping { get; init; }

    public required long Http2 { get; init; }

    /// <summary>Milliseconds from the answer to the next poll, beyond the interval.</summary>
    public required Spread Lateness { get; init; }

    /// <summary>Milliseconds from poll to poll.</summary>
    public required Spread Gap { get; init; }

    /// <summary>The busiest tenth of a second against the mean.</summary>
    public required double Peak { get; init; }
}

/// <summary>Milliseconds: the median, the tail and the greatest.</summary>
internal sealed record Spread(double P50, double P99, double P999, double Max);

/// <summary>What became of the auth_req_ids that one instance polled last, since something was done to it.</summary>
/// <param name="Orphans">How many there were.</param>
/// <param name="Unpolled">How many have not been polled since.</param>
/// <param name="LastAfter">Milliseconds until the last of them was polled again.</param>
/// <param name="Gap">Milliseconds from the last poll before to the first after.</param>
internal sealed record Orphanage(long Orphans, long Unpolled, double LastAfter, Spread Gap);
