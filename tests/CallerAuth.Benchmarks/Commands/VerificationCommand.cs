using System.Globalization;
using CallerAuth.Benchmarks.Measuring;
using CallerAuth.Benchmarks.Provider;
using CallerAuth.Benchmarks.Runs;
using CallerAuth.Benchmarks.Worker;

namespace CallerAuth.Benchmarks.Commands;

/// <summary>
/// Whole verifications, from the question to the moment when the call would be redirected: how many round trips to the store one of
/// them takes in all its life, and how long after the provider's approval the waiter is told.
/// </summary>
internal static class VerificationCommand
{
    private const int WarmUps = 20;

    private static readonly TimeSpan BetweenStarts = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MayTake = TimeSpan.FromMinutes(1);

    public static async Task<int> RunAsync(Arguments arguments, Report report, CancellationToken cancellationToken)
    {
        var count = arguments.Whole("verifications", 200);
        var polls = arguments.Whole("polls", 5);
        var settings = RunSettings.Read(arguments, pending: count, seconds: 0, warm: 0) with { Pending = WarmUps + count, Interval = arguments.Seconds("interval", 1) };
        arguments.RefuseTheRest();

        await using var world = await World.OpenAsync(settings, cancellationToken, approveAfter: polls);
        await using var worker = await world.StartWorkerAsync(0, cancellationToken);
        await PlayAsync(0, WarmUps);

        await using var idle = await StoreEar.ListenAsync(world.Store, cancellationToken);
        await Task.Delay(Idle, TimeProvider.System, cancellationToken);
        var (quiet, quietTime) = await idle.EndAsync();

        await using var busy = await StoreEar.ListenAsync(world.Store, cancellationToken);
        await PlayAsync(WarmUps, count);
        await Task.Delay(Aftermath, TimeProvider.System, cancellationToken);
        var (sent, time) = await busy.EndAsync();

        var told = await worker.AskAsync<Dictionary<int, Told>>("told", cancellationToken);
        var approved = await world.Provider.AskAsync<Dictionary<int, long>>("approved", cancellationToken);
        var latency = new Histogram();
        foreach (var item in Enumerable.Range(WarmUps, count).Where(item => told.ContainsKey(item) && approved.ContainsKey(item)))
            latency.Add(told[item].At - approved[item]);
        var verified = Enumerable.Range(WarmUps, count).Count(item => told.GetValueOrDefault(item)?.Outcome == "Verified");

        var scale = time / quietTime;
        var trips = Names().Select(name => new TripRow(name, (CountOf(sent, name) - (CountOf(quiet, name) * scale)) / count, CountOf(quiet, name) / quietTime.TotalSeconds)).ToList();
        trips.Add(new TripRow("all", trips.Sum(row => row.PerVerification), trips.Sum(row => row.IdlePerSecond)));
        var spread = ArrivalBook.SpreadOf(latency);
        report.Keep(new { trips, approvalToWaiter = spread, verified, count, polls });

        report.Title($"Verification: {count} of them, told after {polls} polls each, interval {settings.Interval.TotalSeconds} s; {verified} ended as verified");
        report.Table(
            trips,
            new Column<TripRow>("sent to the store", row => row.Command),
            Column<TripRow>.Of("per verification", row => row.PerVerification, 2),
            Column<TripRow>.Of("per second when idle", row => row.IdlePerSecond, 2));
        report.Table(
            [spread],
            new Column<Spread>("", _ => "from the tokens' leaving the provider to the waiter"),
            Column<Spread>.Of("p50 ms", row => row.P50, 2),
            Column<Spread>.Of("p99", row => row.P99, 2),
            Column<Spread>.Of("max", row => row.Max, 2));
        return verified == count ? 0 : 1;

        async Task PlayAsync(int first, int many)
        {
            for (var item = first; item < first + many; item++)
            {
                if (await worker.AskAsync(string.Create(CultureInfo.InvariantCulture, $"ask {item}"), cancellationToken) != "running")
                    throw new InvalidOperationException($"Verification {item} did not begin.");
                await Task.Delay(BetweenStarts, TimeProvider.System, cancellationToken);
            }

            using var deadline = new CancellationTokenSource(MayTake, TimeProvider.System);
            while ((await worker.AskAsync<Dictionary<int, Told>>("told", cancellationToken)).Count < first + many && !deadline.IsCancellationRequested)
                await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
        }

        IEnumerable<string> Names() => sent.Concat(quiet).Select(StoreEar.NameOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
    }

    private static int CountOf(IReadOnlyList<string> sent, string name) => sent.Count(line => StoreEar.NameOf(line) == name);
}

/// <summary>How often one command was sent because of a verification, and how often when there was none.</summary>
internal sealed record TripRow(string Command, double PerVerification, double IdlePerSecond);
