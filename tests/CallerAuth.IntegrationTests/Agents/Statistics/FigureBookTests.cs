using CallerAuth.Agents.Statistics;
using CallerAuth.IntegrationTests.Stores;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CallerAuth.IntegrationTests.Agents.Statistics;

/// <summary>The figures on both stores: counted once for a call, gone in time, and read by the company's clocks.</summary>
public class FigureBookTests
{
    private const string Line = "+4721000000";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_step_counts_once_for_a_requested_verification_whatever_is_told_twice(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var book = new FigureBook(store.Connection, store.Keys, time);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => book.CountOnceAsync($"v{i % 2}", Line, "no-bankid", [Figure.RequestAsked])));
        await book.CountOnceAsync("v1", Line, "no-bankid", [Figure.RequestAsked, Figure.RequestVerified]);

        var hour = Counted.HourOf(time.GetUtcNow());
        Assert.Equal([new(hour, Line, "no-bankid", "request:asked", 2), new(hour, Line, "no-bankid", "request:verified", 1)], await ReadAsync(book, hour));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_batch_is_added_once_however_often_it_is_offered(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var book = new FigureBook(store.Connection, store.Keys, TimeProvider.System);
        var hour = Counted.HourOf(TimeProvider.System.GetUtcNow());
        Counted[] batch = [new(hour.AddHours(-1), Line, "", Figure.Rang, 3), new(hour, Line, "", Figure.Rang, 4), new(hour, Line, "no-bankid", Figure.Keyed, 2)];

        await book.AddAsync("one", batch);
        await book.AddAsync("one", batch);
        await book.AddAsync("another", batch[..1]);

        Assert.Equal([new(hour.AddHours(-1), Line, "", "rang", 6)], await ReadAsync(book, hour.AddHours(-1)));
        Assert.Equal(batch[1..], await ReadAsync(book, hour));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task Five_weeks_are_kept_and_what_keeps_from_counting_twice_for_as_long_as_that_can_happen(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var now = TimeProvider.System.GetUtcNow();
        var batch = Counted.HourOf(now).AddHours(-3);
        await new FigureBook(store.Connection, store.Keys, TimeProvider.System).AddAsync("one", [new(batch, Line, "", Figure.Rang, 1)]);
        Assert.InRange((await store.Database.KeyTimeToLiveAsync(store.Keys.Figures(batch)))!.Value, TimeSpan.FromDays(34.9), TimeSpan.FromDays(35));
        Assert.InRange((await store.Database.KeyTimeToLiveAsync(store.Keys.FigureBatch("one", batch)))!.Value, TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15));

        await new FigureBook(store.Connection, store.Keys, new FakeTimeProvider(now)).CountOnceAsync("CA1", Line, null, [Figure.Rang]);

        Assert.InRange((await store.Database.KeyTimeToLiveAsync(store.Keys.Figures(now)))!.Value, TimeSpan.FromDays(34.9), TimeSpan.FromDays(35));
        Assert.InRange((await store.Database.KeyTimeToLiveAsync(store.Keys.Counted("CA1")))!.Value, TimeSpan.FromHours(4.9), TimeSpan.FromHours(5));
    }

    [Theory]
    [InlineData("2026-11-23", 24, "2026-11-22T23:30:00Z", "2026-11-23T22:30:00Z")]
    [InlineData("2026-10-25", 25, "2026-10-24T22:30:00Z", "2026-10-25T22:30:00Z")]
    [InlineData("2026-03-29", 23, "2026-03-28T23:30:00Z", "2026-03-29T21:30:00Z")]
    public async Task A_day_is_that_of_the_companys_clocks(string text, int hours, string first, string last)
    {
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);
        var day = DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        var (from, to) = (At(first), At(last));
        foreach (var (at, name) in new[] { (from.AddHours(-1), "before"), (from, "first"), (to, "last"), (to.AddHours(1), "after") })
            await new FigureBook(store.Connection, store.Keys, new FakeTimeProvider(at)).CountOnceAsync(name, Line, null, [Figure.Rang]);

        var figures = await Figures(store, to).ReadAsync(day, _ => true, Cancellation);

        Assert.Equal((2, hours), (figures.Rang, figures.ByHour.Count));
        Assert.Equal((1, 1), (figures.ByHour[0].Calls, figures.ByHour[^1].Calls));
        Assert.Equal(("00:00", "23:00"), (figures.ByHour[0].Name, figures.ByHour[^1].Name));
    }

    [Fact]
    public async Task Lines_that_somebody_may_not_see_are_in_none_of_their_figures()
    {
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);
        var now = TimeProvider.System.GetUtcNow();
        var book = new FigureBook(store.Connection, store.Keys, new FakeTimeProvider(now));
        await book.CountOnceAsync("CA1", Line, null, [Figure.Rang]);
        await book.CountOnceAsync("CA2", "+4721000001", null, [Figure.Rang]);
        var figures = Figures(store, now);

        var seen = await figures.ReadAsync(figures.Today, line => line == Line, Cancellation);

        Assert.Equal((1, Line), (seen.Rang, Assert.Single(seen.ByLine).Name));
        Assert.DoesNotContain("+4721000001", FiguresCsv.Write(seen, figures.LocalHourAndOffsetOf), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_two_hours_of_one_name_can_be_told_apart_in_the_file()
    {
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);
        foreach (var at in new[] { "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z" })
            await new FigureBook(store.Connection, store.Keys, new FakeTimeProvider(At(at))).CountOnceAsync("CA" + at, Line, null, [Figure.Rang]);
        var figures = Figures(store, At("2026-10-25T12:00:00Z"));

        var file = FiguresCsv.Write(await figures.ReadAsync(figures.Today, _ => true, Cancellation), figures.LocalHourAndOffsetOf);

        Assert.Equal("day,hour,line,eid,figure,count\r\n2026-10-25,02:00+02:00,'+4721000000,,rang,1\r\n2026-10-25,02:00+01:00,'+4721000000,,rang,1\r\n", file);
    }

    [Theory]
    [InlineData(null, "2026-11-24")]
    [InlineData("2026-11-20", "2026-11-20")]
    [InlineData("2027-01-01", "2026-11-24")]
    [InlineData("1999-01-01", "2026-10-21")]
    [InlineData("yesterday", "2026-11-24")]
    public async Task Any_day_that_is_asked_for_is_one_that_there_is(string? asked, string day)
    {
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);

        Assert.Equal(day, Figures(store, At("2026-11-23T23:30:00Z")).DayOf(asked).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
    }

    private static async Task<IEnumerable<Counted>> ReadAsync(FigureBook book, DateTimeOffset hour) =>
        (await book.ReadAsync([hour], Cancellation)).OrderBy(row => row.EId, StringComparer.Ordinal).ThenBy(row => row.Name, StringComparer.Ordinal);

    private static TodayFigures Figures(StoreUnderTest store, DateTimeOffset now)
    {
        var time = new FakeTimeProvider(now);
        return new TodayFigures(new FigureBook(store.Connection, store.Keys, time), Options.Create(new StatisticsOptions()), time);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
