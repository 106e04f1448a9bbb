namespace CallerAuth.Benchmarks.Runs;

/// <summary>How a start is measured.</summary>
/// <param name="Command">What starts the published service.</param>
/// <param name="Idle">How long it is left alone before its memory is read.</param>
/// <param name="Calls">How many callers wait for their app at the end; 0 to leave that out.</param>
/// <param name="Interval">How often the provider is asked about each of them.</param>
internal sealed record StartupSettings(IReadOnlyList<string> Command, TimeSpan Idle, int Calls, TimeSpan Interval)
{
    /// <summary>Settings of the runtime that are measured beside those that the service is published with, by the variables that go before them.</summary>
    public static readonly (string Name, (string Key, string Value)[] Environment)[] Runtimes =
    [
        ("as published", []),
        ("workstation", [("DOTNET_gcServer", "0"), ("DOTNET_gcConcurrent", "1")]),
        ("workstation, not concurrent", [("DOTNET_gcServer", "0"), ("DOTNET_gcConcurrent", "0")]),
        ("workstation, conserve memory 7", [("DOTNET_gcServer", "0"), ("DOTNET_gcConcurrent", "0"), ("DOTNET_GCConserveMemory", "7")]),
        ("server, not concurrent", [("DOTNET_gcServer", "1"), ("DOTNET_gcConcurrent", "0")]),
        ("server without DATAS", [("DOTNET_gcServer", "1"), ("DOTNET_gcConcurrent", "1"), ("DOTNET_GCDynamicAdaptationMode", "0")]),
        ("without profiling (TieredPGO)", [("DOTNET_TieredPGO", "0")]),
    ];
}
