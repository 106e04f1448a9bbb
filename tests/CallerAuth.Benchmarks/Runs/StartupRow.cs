namespace CallerAuth.Benchmarks.Runs;

/// <summary>One start of the service and what it took. Times are milliseconds, memory is resident megabytes; what was not measured is not a number.</summary>
internal sealed record StartupRow
{
    public required string Name { get; init; }

    public required double Live { get; init; }

    public required double Ready { get; init; }

    /// <summary>Processor time of all its threads until it was ready: unlike the times above hardly moved by what else the machine does.</summary>
    public required double StartCpu { get; init; }

    public required double FirstWebhook { get; init; }

    public required double SecondWebhook { get; init; }

    public required double IdleMegabytes { get; init; }

    public required double ThousandMegabytes { get; init; }

    /// <summary>Microseconds of a core for a call that rings, when the runtime has compiled what is hot.</summary>
    public double WebhookMicros { get; init; } = double.NaN;

    /// <summary>How many callers waited when that memory was read.</summary>
    public double Waiting { get; init; } = double.NaN;

    public double WaitingMegabytes { get; init; } = double.NaN;
}
