namespace CallerAuth.Benchmarks.Runs;

/// <summary>What one run found. Microseconds and kilobytes of processor and memory are of all instances together.</summary>
internal sealed record PollRow
{
    public required string Name { get; init; }

    public required double Pending { get; init; }

    public required double PollsPerSecond { get; init; }

    /// <summary>Of what was due by the interval alone.</summary>
    public required double Share { get; init; }

    public required double LatenessP50 { get; init; }

    public required double LatenessP99 { get; init; }

    public required double LatenessP999 { get; init; }

    public required double LatenessMax { get; init; }

    public required double GapMax { get; init; }

    public required long Early { get; init; }

    public required long Doubles { get; init; }

    public required long Overlapping { get; init; }

    /// <summary>Pending ones that were not asked about in the window.</summary>
    public required long Unpolled { get; init; }

    public required double Http2Share { get; init; }

    public required double WorkerMicros { get; init; }

    public required double StoreMicros { get; init; }

    public required double ProviderMicros { get; init; }

    /// <summary>Commands that clients sent, each a round trip.</summary>
    public required double SentPerPoll { get; init; }

    /// <summary>Commands that the store ran, also within scripts.</summary>
    public required double CommandsPerPoll { get; init; }

    public required double BytesPerPoll { get; init; }

    public required double ResidentMegabytes { get; init; }

    public required double HeapPerPending { get; init; }

    public required double StorePerPending { get; init; }

    /// <summary>Seconds from the start of a herd's engine until each had been asked about once.</summary>
    public required double FirstRound { get; init; }

    /// <summary>The busiest tenth of a second of a herd's first round against its mean.</summary>
    public required double Peak { get; init; }

    public required double OtherCores { get; init; }

    /// <summary>False for what asks as fast as it can: it is early by design.</summary>
    public bool KeepsPace { get; init; } = true;

    public double TotalMicros => WorkerMicros + StoreMicros;

    public double PollsPerCpuSecond => 1e6 / TotalMicros;

    /// <summary>A row with a poll too soon is none: who may ask too soon is punctual without effort.</summary>
    public bool IsVoid => KeepsPace && (Early > 0 || Doubles > 0 || Overlapping > 0);

    public bool IsDoubtful => OtherCores > 0.15;
}
