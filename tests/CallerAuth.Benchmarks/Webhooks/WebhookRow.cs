namespace CallerAuth.Benchmarks.Webhooks;

/// <summary>What came of one run; of several rounds the medians, faults added up.</summary>
internal sealed record WebhookRow
{
    public required string Name { get; init; }

    /// <summary>As fast as answers come, on all lines.</summary>
    public double PerSecond { get; set; }

    public double ServiceMicros { get; set; }

    public double StoreMicros { get; set; }

    /// <summary>Of the managed heap, for each webhook and all that it brings about; not a number where it cannot be read.</summary>
    public double AllocatedBytes { get; set; }

    public double P50 { get; set; }

    public double P99 { get; set; }

    public double P999 { get; set; }

    /// <summary>At half of what it can do.</summary>
    public double HalfP50 { get; set; }

    public double HalfP99 { get; set; }

    public double HalfP999 { get; set; }

    public double ResidentMegabytes { get; set; }

    public double OtherCores { get; set; }

    /// <summary>Not answered as a step must be.</summary>
    public long Failed { get; set; }

    public double PerCpuSecond => 1e6 / ServiceMicros;
}
