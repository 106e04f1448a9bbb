using CallerAuth.Benchmarks.Commands;
using CallerAuth.Benchmarks.Provider;
using CallerAuth.Benchmarks.Runs;
using CallerAuth.Benchmarks.Worker;

namespace CallerAuth.Benchmarks.Peers;

/// <summary>What a peer in a process of its own has to know.</summary>
/// <param name="Kind">loop, loop-unbounded, quartz or flood.</param>
/// <param name="Connections">At once, or all that are wanted where it is 0.</param>
internal sealed record PeerSettings(string Kind, string Authority, int Items, TimeSpan Interval, string Protocol, string Authentication, string KeyPath, int Connections)
{
    public static readonly string[] Kinds = ["loop", "quartz", "flood"];

    public static PeerSettings Of(string kind, int connections, World world) => new(
        kind,
        world.ProviderSettings.AuthorityOf(0),
        world.Settings.Pending,
        world.Settings.Interval,
        world.Settings.Protocol,
        world.Settings.Authentication,
        world.Folder.ClientKey(world.Settings.Authentication),
        connections);

    public static PeerSettings Read(Arguments arguments) => new(
        arguments.Word("kind", "loop", Kinds),
        arguments.Text("authority", ""),
        arguments.Whole("items", 1),
        TimeSpan.FromMilliseconds(arguments.Whole("interval-ms", 3000)),
        arguments.Word("protocol", "h1", ProviderSettings.Protocols),
        arguments.Word("auth", "basic", EngineSettings.Authentications),
        arguments.Text("key", ""),
        arguments.Whole("connections", 0));

    public string[] Write() =>
    [
        "peer",
        "--kind", Kind,
        "--authority", Authority,
        "--items", $"{Items}",
        "--interval-ms", $"{(int)Interval.TotalMilliseconds}",
        "--protocol", Protocol,
        "--auth", Authentication,
        "--connections", $"{Connections}",
        .. KeyPath.Length > 0 ? new[] { "--key", KeyPath } : [],
    ];
}
