using CallerAuth.Benchmarks.Commands;

namespace CallerAuth.Benchmarks.Provider;

/// <summary>How the provider of a run behaves.</summary>
/// <param name="Protocol">h1 and h2c in the clear, tls (HTTP/1.1) and h2 (either) within TLS.</param>
/// <param name="Ports">One for each instance, so that the provider can tell them apart.</param>
/// <param name="Latency">How long it thinks about a poll.</param>
/// <param name="ApproveAfter">The poll that is answered with tokens; 0 for never.</param>
/// <param name="Certificate">Where its certificate is written for clients to trust.</param>
internal sealed record ProviderSettings(
    int Items, TimeSpan Interval, string Protocol, IReadOnlyList<int> Ports, TimeSpan Latency, int ApproveAfter, string Certificate)
{
    public const string Client = "callerauth-bench";

    public bool IsTls => Protocol is "tls" or "h2";

    public static ProviderSettings Read(Arguments arguments) => new(
        arguments.Whole("items", 1),
        TimeSpan.FromMilliseconds(arguments.Whole("interval-ms", 3000)),
        arguments.Word("protocol", "h1", Protocols),
        [.. arguments.Text("ports", "").Split(',').Select(port => int.Parse(port, System.Globalization.CultureInfo.InvariantCulture))],
        TimeSpan.FromMilliseconds(arguments.Whole("latency-ms", 0)),
        arguments.Whole("approve-after", 0),
        arguments.Text("certificate", ""));

    public static readonly string[] Protocols = ["h1", "h2c", "tls", "h2"];

    public string[] Write() =>
    [
        "provider",
        "--items", $"{Items}",
        "--interval-ms", $"{(int)Interval.TotalMilliseconds}",
        "--protocol", Protocol,
        "--ports", string.Join(',', Ports),
        "--latency-ms", $"{(int)Latency.TotalMilliseconds}",
        "--approve-after", $"{ApproveAfter}",
        "--certificate", Certificate,
    ];

    /// <summary>The issuer that an instance of ours is configured with.</summary>
    public string AuthorityOf(int instance) => $"{(IsTls ? "https" : "http")}://127.0.0.1:{Ports[instance]}";
}
