namespace CallerAuth.Benchmarks.Runs;

/// <summary>What became of the pending ones after a fault. Times are milliseconds.</summary>
internal sealed record RecoveryRow
{
    public required string Name { get; init; }

    public required string Fault { get; init; }

    public required double Pending { get; init; }

    /// <summary>From poll to poll when all is well.</summary>
    public required double UsualGapMax { get; init; }

    /// <summary>Those that the struck instance had polled last; all of them when the store was struck.</summary>
    public required long Orphans { get; init; }

    public required long NeverPolledAgain { get; init; }

    /// <summary>From the fault until the last orphan was polled again.</summary>
    public required double LastAfter { get; init; }

    public required double OrphanGapP99 { get; init; }

    public required double OrphanGapMax { get; init; }

    public required long Early { get; init; }

    public required long Doubles { get; init; }

    public required long Overlapping { get; init; }

    public double Silence => OrphanGapMax - UsualGapMax;

    public bool IsVoid => Early > 0 || Doubles > 0 || Overlapping > 0;
}
