using System.Diagnostics;
using System.Globalization;

namespace CallerAuth.Benchmarks.Measuring;

/// <summary>Processor time used by some processes and by the whole machine up to one moment, from /proc. Processes are told apart by their part in the run; several may play the same.</summary>
internal sealed record CpuShot(long At, IReadOnlyDictionary<string, double> Seconds, double MachineSeconds)
{
    /// <summary>USER_HZ: what the kernel's interface counts in, on every architecture we may meet.</summary>
    private const double TicksPerSecond = 100;

    public static CpuShot Take(IEnumerable<(string Part, int ProcessId)> processes) =>
        new(
            Stopwatch.GetTimestamp(),
            processes.GroupBy(process => process.Part, StringComparer.Ordinal)
                .ToDictionary(part => part.Key, part => part.Sum(process => SecondsOf(process.ProcessId)), StringComparer.Ordinal),
            MachineBusy());

    public double ElapsedSince(CpuShot earlier) => Stopwatch.GetElapsedTime(earlier.At, At).TotalSeconds;

    /// <summary>Seconds of a core that one part of the run used since then.</summary>
    public double Of(string part, CpuShot earlier) => Seconds.GetValueOrDefault(part) - earlier.Seconds.GetValueOrDefault(part);

    /// <summary>Cores that something else than the run kept busy since then: what makes a row doubtful.</summary>
    public double OtherCores(CpuShot earlier) =>
        Math.Max(0, (MachineSeconds - earlier.MachineSeconds - Seconds.Keys.Sum(part => Of(part, earlier))) / ElapsedSince(earlier));

    public static double SecondsOf(int processId)
    {
        try
        {
            // proc(5): the name in brackets may hold spaces; utime and stime are the 12th and 13th after it.
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (Number(fields[11]) + Number(fields[12])) / TicksPerSecond;
        }
        catch (IOException)
        {
            // It has ended, as some runs mean it to.
            return 0;
        }
    }

    public static double ResidentMegabytes(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").FirstOrDefault(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return line is null ? 0 : Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024;
    }

    private static double MachineBusy()
    {
        // cpu user nice system idle iowait irq softirq steal
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new[] { 1, 2, 3, 6, 7, 8 }.Sum(field => Number(fields[field])) / TicksPerSecond;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
