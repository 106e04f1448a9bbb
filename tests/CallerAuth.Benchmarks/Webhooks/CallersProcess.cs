using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CallerAuth.Benchmarks.Commands;
using CallerAuth.Benchmarks.Measuring;
using CallerAuth.Benchmarks.Processes;

namespace CallerAuth.Benchmarks.Webhooks;

/// <summary>
/// The callers' process. As fast as answers come (<c>flood LINES SECONDS</c>), or so many a second (<c>pace RATE LINES SECONDS</c>), where a step that could
/// not be begun in time because all lines were waiting counts from when it was due.
/// </summary>
internal static class CallersProcess
{
    private static readonly TimeSpan OneTick = TimeSpan.FromMilliseconds(1);

    /// <summary>No line plays the calls of another.</summary>
    private static int _lines;

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var port = arguments.Whole("port", 0);
        Conversation.Say("ready");
        await Conversation.HoldAsync(
            async question =>
            {
                var words = question.Split(' ');
                double Number(int index) => double.Parse(words[index], CultureInfo.InvariantCulture);
                return JsonSerializer.Serialize(words[0] == "flood"
                    ? await PlayAsync(port, (int)Number(1), rate: 0, Number(2), cancellationToken)
                    : await PlayAsync(port, (int)Number(2), Number(1), Number(3), cancellationToken));
            },
            cancellationToken);
        return 0;
    }

    private static async Task<CallersHeard> PlayAsync(int port, int lines, double rate, double seconds, CancellationToken cancellationToken)
    {
        var heard = new Histogram();
        var failed = 0L;
        var ticket = -1L;
        var opened = await Task.WhenAll(Enumerable.Range(0, lines).Select(_ => CallerLine.OpenAsync(port, Interlocked.Increment(ref _lines), cancellationToken)));
        var begin = Stopwatch.GetTimestamp();
        await Task.WhenAll(opened.Select(line => Task.Run(() => PlayLineAsync(line), cancellationToken)));
        var took = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        foreach (var line in opened)
            line.Dispose();
        return new CallersHeard(heard.Count, failed, took, heard.Percentile(0.5), heard.Percentile(0.99), heard.Percentile(0.999), heard.Greatest);

        async Task PlayLineAsync(CallerLine line)
        {
            while (Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds)
            {
                var from = rate > 0 ? await TurnAsync() : Stopwatch.GetTimestamp();
                if (!await line.StepAsync(cancellationToken))
                    Interlocked.Increment(ref failed);
                heard.Add((long)Stopwatch.GetElapsedTime(from).TotalMicroseconds);
            }
        }

        // A timer that rings late is the driver's fault and not counted; a line that was still busy when its turn came is.
        async Task<long> TurnAsync()
        {
            var due = begin + (long)(Interlocked.Increment(ref ticket) / rate * Stopwatch.Frequency);
            if (Stopwatch.GetTimestamp() >= due)
                return due;
            while (Stopwatch.GetTimestamp() < due)
                await Task.Delay(OneTick, TimeProvider.System, cancellationToken);
            return Stopwatch.GetTimestamp();
        }
    }
}
