namespace CallerAuth.Simulator.Load;

/// <summary>All that a load run has found.</summary>
internal sealed record LoadResult
{
    public required LoadArguments Asked { get; init; }

    public required string Store { get; init; }

    public required CallBook Calls { get; init; }

    public required WebhookBook Webhooks { get; init; }

    public required PollFigures Polls { get; init; }

    /// <summary>How far it was when everything was warm, and at the end of the last call.</summary>
    public required Marks From { get; init; }

    public required Marks To { get; init; }

    /// <summary>The service's memory; null where it is not known which process it is.</summary>
    public MemoryTrack? Memory { get; init; }

    public required MemoryTrack OwnMemory { get; init; }

    public double? Heap { get; init; }

    /// <summary>Megabytes that the simulator itself still held when all was over: what it does not forget.</summary>
    public double OwnHeap { get; init; }

    /// <summary>What the service used before the first call and while all who hold were waiting.</summary>
    public (double Before, double During, double? Heap)? Holding { get; init; }

    public required IReadOnlyList<LeftoverKeys> Left { get; init; }

    public IReadOnlyDictionary<string, (int Times, string Says)> Complaints { get; init; } = new Dictionary<string, (int, string)>(StringComparer.Ordinal);

    /// <summary>Callers who could not dial when they wanted to.</summary>
    public int Late { get; init; }

    public bool ServiceDied { get; init; }

    /// <summary>What is left in it is not known.</summary>
    public bool StoreDied { get; init; }

    /// <summary>Everything that must not be.</summary>
    public IReadOnlyList<string> Faults =>
    [
        .. One(ServiceDied, "the service ended during the run"),
        .. One(StoreDied, "the store did not answer at the end of the run"),
        .. One(Calls.Begun != Calls.Ended, $"{Calls.Begun - Calls.Ended} calls are not accounted for"),
        .. One(Calls.VerifiedWrongly > 0, $"{Calls.VerifiedWrongly} calls were VERIFIED WRONGLY"),
        .. One(Calls.Stuck > 0, $"{Calls.Stuck} calls were stuck"),
        .. One(Calls.Failed > 0, $"{Calls.Failed} calls ended otherwise than they must"),
        .. One(Webhooks.NotRight > 0, $"{Webhooks.NotRight} webhooks were not answered as they must be"),
        .. Polls.Faults,
        .. Left.Where(keys => keys.Unfinished).Select(keys => $"{keys.Count} keys {keys.Kind} of something unfinished are left in the store"),
        .. Left.Where(keys => keys.Endless > 0).Select(keys => $"{keys.Endless} keys {keys.Kind} never expire"),
    ];

    private static IEnumerable<string> One(bool isSo, string fault) => isSo ? [fault] : [];
}

/// <summary>What the provider counted: how often it was polled, and what a well-behaved client never does.</summary>
/// <param name="Unknown">Polls of orders that were not, or were long over.</param>
/// <param name="AfterCall">People who were asked about long after their call had ended.</param>
internal sealed record PollFigures(int Sent, int Early, int Overlapping, int AfterEnd, int Unknown, int AfterCall, int CollidingOrders, IReadOnlyCollection<string> AfterWhichCalls)
{
    public IEnumerable<string> Faults =>
        new[]
        {
            (Early, "polls came too early"), (Overlapping, "polls overlapped"), (AfterEnd, "polls came after the end"), (Unknown, "polls were about no order"),
            (AfterCall, "people were polled for after their call"), (CollidingOrders, "orders met another of the same person"),
        }.Where(fault => fault.Item1 > 0).Select(fault => $"{fault.Item1} {fault.Item2}");
}
