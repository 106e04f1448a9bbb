using CallerAuth.Agents.Statistics;
using CallerAuth.Calls;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace CallerAuth.IntegrationTests.Agents.Statistics;

/// <summary>What is counted in the memory of an instance comes into the store, also when that one is away or the service stops.</summary>
public class FigureTallyTests
{
    private const string Line = "+4721000000";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task What_is_counted_within_a_second_is_written_together(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var book = new FigureBook(store.Connection, store.Keys, time);
        using var errands = new Errands(time, NullLogger<Errands>.Instance);
        var tally = new FigureTally(book, errands, time);

        Parallel.For(0, 1000, i => tally.Count(Line, i % 2 == 0 ? "no-bankid" : null, Figure.Rang));
        Assert.Empty(await ReadAsync(book, time));
        await errands.StopAsync(Cancellation);

        Assert.Equal([500, 500], (await ReadAsync(book, time)).Select(row => row.Count));
    }

    [Fact]
    public async Task Each_second_has_a_batch_of_its_own()
    {
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var book = new FigureBook(store.Connection, store.Keys, time);
        using var errands = new Errands(time, NullLogger<Errands>.Instance);
        var tally = new FigureTally(book, errands, time);

        foreach (var total in Enumerable.Range(1, 3))
        {
            tally.Count(Line, null, Figure.Rang);
            await errands.StopAsync(Cancellation);
            Assert.Equal(total, Assert.Single(await ReadAsync(book, time)).Count);
        }
    }

    [Fact]
    public async Task A_store_that_writes_without_a_word_is_told_again_and_adds_nothing_twice()
    {
        RedisServer.SkipIfMissing();
        var redis = await RedisServer.StartAsync(Cancellation);
        await using var store = await StoreUnderTest.OpenAsync(
            redis, new StoreOptions { ConnectionString = redis.ConnectionString, CommandTimeout = TimeSpan.FromMilliseconds(200) }, Cancellation);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var book = new FigureBook(store.Connection, store.Keys, time);
        var log = new FakeLogger<Errands>();
        using var errands = new Errands(time, log);
        var tally = new FigureTally(book, errands, time);

        tally.Count(Line, null, Figure.Rang);
        redis.Freeze();
        while (log.Collector.Count == 0)
            await PassAsync(time);
        redis.Thaw();
        await errands.StopAsync(Cancellation);

        Assert.Contains("tried again", log.LatestRecord.Message, StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single(await ReadAsync(book, time)).Count);
    }

    private static async Task PassAsync(FakeTimeProvider time)
    {
        time.Advance(FigureTally.Every);
        await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
    }

    private static Task<IReadOnlyList<Counted>> ReadAsync(FigureBook book, FakeTimeProvider time) =>
        book.ReadAsync([Counted.HourOf(time.GetUtcNow())], Cancellation);
}
