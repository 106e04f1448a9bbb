using System.Collections.Concurrent;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Store;
using StackExchange.Redis;

namespace CallerAuth.IntegrationTests.Failover;

/// <summary>How long the store cannot be written while another server takes the place of a primary, and how that looks to who writes.</summary>
public class ErrorWindowTests
{
    private const int Writers = 16;

    private static readonly TimeSpan CommandTimeout = new StoreOptions().CommandTimeout;
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);

    [Theory(Timeout = 120_000)]
    [InlineData(StoreTopology.Cluster)]
    [InlineData(StoreTopology.Sentinel)]
    public async Task Writes_fail_fast_and_for_some_seconds_only(StoreTopology topology)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var servers = await ManyServers.StartAsync(topology, cancellation);
        await using var store = await StoreUnderTest.OpenAsync(redis: null, new StoreOptions { ConnectionString = servers.ConnectionString }, cancellation);
        var failures = new ConcurrentQueue<Failure>();
        var written = 0;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var writing = Enumerable.Range(0, Writers).Select(_ => WriteAsync(store, failures, () => Interlocked.Increment(ref written), enough.Token)).ToList();
        while (Volatile.Read(ref written) < 1000)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, cancellation);
        Assert.Empty(failures);

        (await servers.OwnersOfAsync(store.Keys.Call("CA0"))).Primary.Kill();
        var killed = TimeProvider.System.GetTimestamp();
        TimeSpan SinceLast() => TimeProvider.System.GetElapsedTime(failures.IsEmpty ? killed : failures.Max(failure => failure.At));
        while (SinceLast() < Quiet && TimeProvider.System.GetElapsedTime(killed) < Most + Quiet)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellation);
        await enough.CancelAsync();
        await Task.WhenAll(writing);

        var window = TimeProvider.System.GetElapsedTime(killed, failures.Max(failure => failure.At));
        var slowest = failures.Max(failure => failure.Took);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{topology}: {failures.Count} writes of {Volatile.Read(ref written) + failures.Count} failed, the last {window.TotalSeconds:F1} s after the kill; the slowest took {slowest.TotalSeconds:F1} s. "
            + string.Join(", ", failures.GroupBy(failure => failure.Kind).Select(kind => $"{kind.Count()} {kind.Key}")));
        Assert.InRange(window, TimeSpan.Zero, Most);
        Assert.InRange(slowest, TimeSpan.Zero, CommandTimeout + TimeSpan.FromSeconds(1));
    }

    private static async Task WriteAsync(StoreUnderTest store, ConcurrentQueue<Failure> failures, Action written, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            var began = TimeProvider.System.GetTimestamp();
            try
            {
                await store.Calls.SaveAsync(Some.Call());
                written();
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                failures.Enqueue(new Failure(TimeProvider.System.GetTimestamp(), TimeProvider.System.GetElapsedTime(began), e is RedisServerException ? e.Message.Split(' ')[0] : e.GetType().Name));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        }
    }

    private sealed record Failure(long At, TimeSpan Took, string Kind);
}
