using System.Diagnostics;
using CallerAuth.Benchmarks.Processes;

namespace CallerAuth.Benchmarks.Measuring;

/// <summary>On what it was measured; without that a figure says nothing.</summary>
internal sealed record Machine(string Processor, int Cores, string Kernel, string DotNet, string Redis, string Load)
{
    public static Machine Look() => new(
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown processor",
        Environment.ProcessorCount,
        File.ReadAllText("/proc/sys/kernel/osrelease").Trim(),
        Environment.Version.ToString(),
        VersionOf(RedisServer.Executable),
        File.ReadAllText("/proc/loadavg").Split(' ')[0]);

    public override string ToString() => $"{Processor}, {Cores} cores, Linux {Kernel}, .NET {DotNet}, {Redis}, load {Load} before";

    private static string VersionOf(string? executable)
    {
        if (executable is null)
            return "no redis-server";
        using var process = Process.Start(new ProcessStartInfo(executable, ["--version"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var words = process.StandardOutput.ReadToEnd().Split(' ');
        process.WaitForExit();
        return $"redis {words.FirstOrDefault(word => word.StartsWith("v=", StringComparison.Ordinal))?[2..] ?? "of unknown version"}";
    }
}
