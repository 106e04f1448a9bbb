using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CallerAuth.Benchmarks.Commands;
using CallerAuth.Benchmarks.Measuring;
using CallerAuth.Benchmarks.Processes;

namespace CallerAuth.Benchmarks.Webhooks;

/// <summary>
/// The callers' process. As fast as answers come (<c>flood LINES SECONDS</c>), or so many a second (<c>pace RATE LINES SECONDS</c>), where a step that
/// waits because all lines are busy counts from when its turn came.
/// </summary>
internal static class CallersProcess
{
    /// <summary>Seconds at a given pace that do not count: threads begin and code is compiled in them, all lines late at once.</summary>
    private const double Settling = 2;

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
        var opened = await Task.WhenAll(Enumerable.Range(0, lines).Select(_ => CallerLine.OpenAsync(port, Interlocked.Increment(ref _lines), cancellationToken)));
        var begin = Stopwatch.GetTimestamp();
        await Task.WhenAll(opened.Select((line, number) => rate > 0
            ? Task.Factory.StartNew(() => PlayInTurn(line, number), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            : Task.Run(() => PlayOnAsync(line), cancellationToken)));
        var took = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        foreach (var line in opened)
            line.Dispose();
        return new CallersHeard(heard.Count, failed, took, heard.Percentile(0.5), heard.Percentile(0.99), heard.Percentile(0.999), heard.Greatest);

        async Task PlayOnAsync(CallerLine line)
        {
            while (Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds)
                await PlayStepAsync(line, Stopwatch.GetTimestamp());
        }

        // A thread of its own for each line, so that the kernel's clock gives the turns and nothing of ours stands between.
        void PlayInTurn(CallerLine line, int number)
        {
            for (var turn = number / rate; turn < Settling + seconds; turn += lines / rate)
            {
                var due = TimeSpan.FromSeconds(turn);
                while (due - Stopwatch.GetElapsedTime(begin) is { TotalMilliseconds: >= 1 } left)
                    line.WaitQuietly(left);
                // To wait for less than a millisecond is to spin: it begins a little early then, and counts from there.
                var now = Stopwatch.GetElapsedTime(begin);
                var from = now < due ? now : due;
                if (!line.Step())
                    Interlocked.Increment(ref failed);
                if (turn >= Settling)
                    heard.Add((long)(Stopwatch.GetElapsedTime(begin) - from).TotalMicroseconds);
            }
        }

        async Task PlayStepAsync(CallerLine line, long from)
        {
            if (!await line.StepAsync(cancellationToken))
                Interlocked.Increment(ref failed);
            heard.Add((long)Stopwatch.GetElapsedTime(from).TotalMicroseconds);
        }
    }
}
