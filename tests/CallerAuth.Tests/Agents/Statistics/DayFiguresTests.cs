using CallerAuth.Agents.Statistics;

namespace CallerAuth.Tests.Agents.Statistics;

/// <summary>What the page and the CSV make of what was counted.</summary>
public class DayFiguresTests
{
    private static readonly DateTimeOffset Nine = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    private static readonly DayFigures Figures = new(
        new DateOnly(2026, 11, 23),
        [(Nine.AddHours(-1), "08:00"), (Nine, "09:00"), (Nine.AddHours(1), "10:00")],
        [
            new(Nine, "+4721000000", "no-bankid", "rang", 10),
            new(Nine.AddHours(1), "+4721000000", "no-bankid", "rang", 5),
            new(Nine, "+4721000001", "", "rang", 4),
            new(Nine, "+4721000000", "no-bankid", "keyed", 9),
            new(Nine, "+4721000000", "no-bankid", "to_verified", 7),
            new(Nine, "+4721000001", "se-bankid", "keyed", 2),
            new(Nine, "+4721000001", "se-bankid", "to_unverified", 2),
            new(Nine, "+4721000000", "no-bankid", "since_keyed:20", 3),
            new(Nine, "+4721000000", "no-bankid", "since_keyed:60", 3),
            new(Nine, "+4721000000", "no-bankid", "since_keyed:more", 1),
            new(Nine, "+4721000001", "", "left:number", 2),
        ]);

    [Fact]
    public void The_funnel_goes_over_all_lines_and_hours() =>
        Assert.Equal([19, 0, 11, 0, 0, 7], Figures.Funnel.Select(bar => bar.Count));

    [Fact]
    public void Hours_without_calls_are_there_too() =>
        Assert.Equal([("08:00", 0L, 0L), ("09:00", 14, 7), ("10:00", 5, 0)], Figures.ByHour.Select(hour => (hour.Name, hour.Calls, hour.Verified)));

    [Fact]
    public void Lines_and_eids_are_told_apart_the_busiest_first()
    {
        Assert.Equal([new Share("+4721000000", 15, 7, 0), new Share("+4721000001", 4, 0, 2)], Figures.ByLine);
        Assert.Equal([new Share("no-bankid", 9, 7, 0), new Share("se-bankid", 2, 0, 2)], Figures.ByEId);
    }

    [Fact]
    public void Half_and_nine_of_ten_are_found_in_their_buckets()
    {
        var times = Figures.Times(Figure.SinceKeyed);

        Assert.Equal(("60", "more", 7), (DayFigures.Within(times, 0.5), DayFigures.Within(times, 0.9), times.Sum(bucket => bucket.Count)));
        Assert.Null(DayFigures.Within(Figures.Times(Figure.SinceRang), 0.5));
    }

    [Fact]
    public void The_csv_has_a_row_for_each_figure_and_no_cell_is_a_formula()
    {
        var figures = new DayFigures(
            new DateOnly(2026, 11, 23),
            [],
            [new(Nine, "+4721000000", "no-bankid", "rang", 10), new(Nine, "=1+2,\"x\"", "@eid", "-left", 1), new(Nine.AddHours(1), "\tline", "", "rang", 2)]);

        Assert.Equal(
            "day,hour,line,eid,figure,count\r\n"
            + "2026-11-23,08:00,'+4721000000,no-bankid,rang,10\r\n"
            + "2026-11-23,08:00,\"'=1+2,\"\"x\"\"\",'@eid,'-left,1\r\n"
            + "2026-11-23,09:00,'\tline,,rang,2\r\n",
            FiguresCsv.Write(figures, hour => hour.ToString("HH':00'", System.Globalization.CultureInfo.InvariantCulture)));
    }
}
