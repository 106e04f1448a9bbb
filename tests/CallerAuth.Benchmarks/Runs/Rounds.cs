using CallerAuth.Benchmarks.Measuring;

namespace CallerAuth.Benchmarks.Runs;

/// <summary>
/// Several runs side by side in interleaved rounds, so that whatever changes on the machine meanwhile meets all of them. The result is
/// the median of the rounds; faults are added up.
/// </summary>
internal static class Rounds
{
    public static async Task<IReadOnlyList<PollRow>> RunAsync(
        Report report, int rounds, IReadOnlyList<(string Name, ISubject Subject, RunSettings Settings)> runs, CancellationToken cancellationToken)
    {
        var rows = runs.ToDictionary(run => run.Name, _ => new List<PollRow>(), StringComparer.Ordinal);
        var able = new List<(string Name, ISubject Subject, RunSettings Settings)>();
        foreach (var run in runs)
        {
            if (await run.Subject.WhyNotAsync(cancellationToken) is { } why)
                report.Say($"{run.Name}: left out, {why}");
            else
                able.Add(run);
        }

        for (var round = 1; round <= rounds; round++)
        {
            foreach (var (name, subject, settings) in able)
            {
                await Console.Error.WriteLineAsync($"round {round} of {rounds}: {name}, {settings.Pending} pending");
                try
                {
                    var row = await PollRun.RunAsync(subject, settings, cancellationToken) with { Name = name };
                    report.Keep(row);
                    rows[name].Add(row);
                }
                catch (InvalidOperationException e)
                {
                    // The others are worth their rounds all the same.
                    report.Say($"{name}: round {round} came to nothing, {e.Message}");
                }
            }
        }

        return [.. able.Where(run => rows[run.Name].Count > 0).Select(run => Median.Of(rows[run.Name], rows[run.Name][0] with { }))];
    }
}
