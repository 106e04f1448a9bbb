namespace CallerAuth.Benchmarks.Runs;

/// <summary>What one more pending verification costs when there are many already. No HTTP: the provider is within the process.</summary>
internal sealed record GrowthRow
{
    public required double Pending { get; init; }

    public required double StorePerPending { get; init; }

    /// <summary>Seconds until the store fell quiet after an instance had started on a full schedule, nothing of which was due.</summary>
    public required double Adoption { get; init; }

    /// <summary>What the store sent and took for it.</summary>
    public required double AdoptionBytesPerPending { get; init; }

    public required double AdoptionMicrosPerPending { get; init; }

    public required double HeapPerPending { get; init; }

    public required double Interval { get; init; }

    public required double PollsPerSecond { get; init; }

    public required double MicrosPerPoll { get; init; }

    public required double StoreMicrosPerPoll { get; init; }

    public required double LatenessP50 { get; init; }

    public required double LatenessP99 { get; init; }

    public required double LatenessMax { get; init; }

    public required long Early { get; init; }

    public required long Doubles { get; init; }

    public required long Overlapping { get; init; }

    public required double ResidentMegabytes { get; init; }

    public required double OtherCores { get; init; }

    public bool IsVoid => Early > 0 || Doubles > 0 || Overlapping > 0;
}
