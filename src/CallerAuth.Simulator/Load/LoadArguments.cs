using System.Globalization;

namespace CallerAuth.Simulator.Load;

/// <summary>What a load run is asked for on the command line.</summary>
internal sealed record LoadArguments
{
    public const int DefaultPort = 5090;

    /// <summary>How many callers dial in a second, on average: they come by chance, as callers do.</summary>
    public double CallsPerSecond { get; init; } = 2;

    /// <summary>For how long calls begin, or with <see cref="Hold"/> for how long all of them wait.</summary>
    public TimeSpan Length { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The most calls live at once; who would be one more dials when another has ended.</summary>
    public int Most { get; init; } = 5000;

    /// <summary>So many callers wait for their app, and do nothing else; 0 plays the mix.</summary>
    public int Hold { get; init; }

    /// <summary>The provider's interval in seconds.</summary>
    public int Interval { get; init; } = 3;

    /// <summary>How much faster than the wall clock phones live.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>What happens before counts as a call, and in no figure.</summary>
    public TimeSpan Warm { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan Report { get; init; } = TimeSpan.FromSeconds(10);

    public int Seed { get; init; } = 1;

    /// <summary>Where a redis-server is that runs already, as host:port; empty starts one.</summary>
    public string Store { get; init; } = "";

    /// <summary>A service that runs already; null starts one.</summary>
    public Uri? Service { get; init; }

    /// <summary>The process of a service that runs already, whose memory and processor time are to be told.</summary>
    public int? ServicePid { get; init; }

    /// <summary>A file for what the service that is started writes to its console; empty keeps only what it complains of.</summary>
    public string Log { get; init; } = "";

    /// <summary>The simulator's own port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Writes what a service must be told, and runs nothing.</summary>
    public bool PrintsSettings { get; init; }

    /// <summary>Settings of the service that is started, beside what it must be told.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A call that takes longer than this is stuck, whatever its caller does; null leaves time for the longest at this speed.</summary>
    public TimeSpan? StuckAfter { get; init; }

    public TimeSpan LongestCall => StuckAfter ?? ((TimeSpan.FromMinutes(4) / Speed) + TimeSpan.FromMinutes(1) + TimeSpan.FromSeconds(Hold / CallsPerSecond));

    /// <returns>Null when it is not understood, with what was wrong.</returns>
    public static LoadArguments? Parse(IReadOnlyList<string> args, out string fault)
    {
        fault = "";
        var asked = new LoadArguments();
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] == "--print-settings")
            {
                asked = asked with { PrintsSettings = true };
                continue;
            }

            var value = i + 1 < args.Count ? args[i + 1] : null;
            if (With(asked, args[i], value) is not { } more)
            {
                fault = value is null ? $"{args[i]} is not understood, or wants a value." : $"{args[i]} {value} is not understood.";
                return null;
            }

            asked = more;
            i++;
        }

        fault = Contradiction(asked) ?? "";
        if (fault.Length > 0)
            return null;
        return asked is { Port: 0, Service: not null } ? asked with { Port = DefaultPort } : asked;
    }

    private static LoadArguments? With(LoadArguments asked, string option, string? value)
    {
        var number = double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var read) ? read : -1;
        return option switch
        {
            "--calls-per-second" when number is > 0 and <= 10_000 => asked with { CallsPerSecond = number },
            "--minutes" when number is > 0 and <= 100_000 => asked with { Length = TimeSpan.FromMinutes(number) },
            "--seconds" when number is > 0 and <= 1_000_000 => asked with { Length = TimeSpan.FromSeconds(number) },
            "--most" when Whole(number) is > 0 and var most => asked with { Most = most },
            "--hold" when Whole(number) is > 0 and var hold => asked with { Hold = hold },
            "--interval" when Whole(number) is > 0 and var interval => asked with { Interval = interval },
            "--speed" when number > 0 => asked with { Speed = number },
            "--warm" when number >= 0 => asked with { Warm = TimeSpan.FromSeconds(number) },
            "--settle" when number >= 0 => asked with { Settle = TimeSpan.FromSeconds(number) },
            "--report" when number >= 0.1 => asked with { Report = TimeSpan.FromSeconds(number) },
            "--seed" when Whole(number) is >= 0 and var seed => asked with { Seed = seed },
            "--port" when Whole(number) is > 0 and <= 65535 and var port => asked with { Port = port },
            "--service-pid" when Whole(number) is > 0 and var pid => asked with { ServicePid = pid },
            "--store" when value is not null && Loopback.IsEndPoint(value) => asked with { Store = value },
            "--log" when !string.IsNullOrWhiteSpace(value) => asked with { Log = value },
            "--service" when Loopback.Url(value) is { } url => asked with { Service = url },
            "--set" when value?.IndexOf('=', StringComparison.Ordinal) is > 0 and var sign =>
                asked with { Settings = new Dictionary<string, string>(asked.Settings, StringComparer.Ordinal) { [value[..sign]] = value[(sign + 1)..] } },
            _ => null,
        };
    }

    private static int Whole(double number) => number is >= 0 and <= 10_000_000 && Math.Floor(number) == number ? (int)number : -1;

    private static string? Contradiction(LoadArguments asked) => asked switch
    {
        { PrintsSettings: true, Service: null } => "--print-settings wants --service: the address is among the settings.",
        { Service: not null, Settings.Count: > 0 } => "--set is for a service that is started here, not for --service.",
        { Service: not null, Log.Length: > 0 } => "--log is for a service that is started here, not for --service.",
        { Service: null, ServicePid: not null } => "--service-pid is for --service.",
        _ => null,
    };
}
