using System.Diagnostics;
using System.Globalization;

namespace CallerAuth.Simulator.Load;

/// <summary>What a process uses of the machine: memory, processor time, and the managed heap where it has <c>/metrics</c>. Zeros when it is gone.</summary>
internal sealed class ProcessGauge : IDisposable
{
    private const string HeapMetric = "dotnet_gc_last_collection_heap_size";

    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly HttpClient? _http;

    public ProcessGauge(int processId, Uri? metrics = null)
    {
        _process = Process.GetProcessById(processId);
        _http = metrics is null ? null : new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = metrics, Timeout = AnswerMax };
    }

    public double Megabytes => Ask(process => process.WorkingSet64 / 1e6);

    public TimeSpan Processor => Ask(process => process.TotalProcessorTime);

    /// <summary>Null where it does not tell.</summary>
    public async Task<double?> HeapMegabytesAsync(CancellationToken cancellationToken)
    {
        if (_http is null)
            return null;
        try
        {
            var lines = (await _http.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken)).Split('\n');
            double[] sizes = [.. lines.Where(line => line.StartsWith(HeapMetric, StringComparison.Ordinal)).Select(ValueOf)];
            return sizes.Length > 0 ? sizes.Sum() / 1e6 : null;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _process.Dispose();
        _http?.Dispose();
    }

    private T Ask<T>(Func<Process, T> ask)
        where T : struct
    {
        try
        {
            _process.Refresh();
            return _process.HasExited ? default : ask(_process);
        }
        catch (InvalidOperationException)
        {
            return default;
        }
    }

    // name{labels} value timestamp
    private static double ValueOf(string line)
    {
        var value = line[(line.IndexOf('}', StringComparison.Ordinal) + 1)..].Trim().Split(' ')[0];
        return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
