using CallerAuth.Benchmarks.Commands;
using CallerAuth.Benchmarks.Provider;
using CallerAuth.Benchmarks.Worker;

namespace CallerAuth.Benchmarks.Runs;

/// <summary>One measured run: how much is pending, for how long is looked, and under which circumstances.</summary>
internal sealed record RunSettings
{
    public required int Pending { get; init; }

    public required TimeSpan Interval { get; init; }

    /// <summary>The window that is measured.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>Before it, so that the runtime has compiled what is hot.</summary>
    public required TimeSpan Warm { get; init; }

    public required string Protocol { get; init; }

    public required string Authentication { get; init; }

    public required TimeSpan Latency { get; init; }

    public required int Instances { get; init; }

    /// <summary>All pending are due when the engine starts.</summary>
    public required bool Herd { get; init; }

    /// <summary>What the engine waits beyond the interval on purpose; taken off its lateness.</summary>
    public required TimeSpan Guard { get; init; }

    /// <summary>A neighbour takes a core from before the start on.</summary>
    public bool Burned { get; init; }

    public static RunSettings Read(Arguments arguments, int pending, double seconds, double warm, int latency = 0) => new()
    {
        Pending = arguments.Wholes("pending", pending)[0],
        Interval = arguments.Seconds("interval", 3),
        Window = arguments.Seconds("seconds", seconds),
        Warm = arguments.Seconds("warm", warm),
        Protocol = arguments.Word("protocol", "h1", ProviderSettings.Protocols),
        Authentication = arguments.Word("auth", "basic", EngineSettings.Authentications),
        Latency = TimeSpan.FromMilliseconds(arguments.Whole("latency-ms", latency)),
        Instances = arguments.Whole("instances", 1),
        Herd = arguments.Has("herd"),
        Guard = TimeSpan.FromMilliseconds(arguments.Whole("guard-ms", 0)),
    };
}
