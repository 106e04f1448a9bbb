using System.Globalization;
using Microsoft.Extensions.Options;

namespace CallerAuth.Agents.Statistics;

/// <summary>Reads the figures of a day as the company's clocks have it: a day with 23 or 25 hours when they change.</summary>
internal sealed class TodayFigures(FigureBook book, IOptions<StatisticsOptions> options, TimeProvider time)
{
    /// <summary>As long as the figures are kept.</summary>
    public const int Days = 35;

    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone);

    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), _zone).DateTime);

    /// <returns>The day that was asked for, kept within what there is; today where it is none.</returns>
    public DateOnly DayOf(string? text)
    {
        var (today, first) = (Today, Today.AddDays(1 - Days));
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return today;
        return day > today ? today : day < first ? first : day;
    }

    /// <param name="day">As the company's clocks have it.</param>
    /// <param name="maySee">Whether whoever asks may see a line, by its number.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<DayFigures> ReadAsync(DateOnly day, Func<string, bool> maySee, CancellationToken cancellationToken)
    {
        var hours = HoursOf(day).ToList();
        var counted = await book.ReadAsync(hours.Select(hour => hour.Hour), cancellationToken);
        return new DayFigures(day, hours, [.. counted.Where(row => maySee(row.Line))]);
    }

    /// <summary>The hour of the company's clocks in which something was counted.</summary>
    public string LocalHourOf(DateTimeOffset hour) => TimeZoneInfo.ConvertTime(hour, _zone).ToString("HH':00'", CultureInfo.InvariantCulture);

    /// <summary>The same with how far it is from UTC, by which the two hours can be told apart that have one name when the clocks go back.</summary>
    public string LocalHourAndOffsetOf(DateTimeOffset hour) => TimeZoneInfo.ConvertTime(hour, _zone).ToString("HH':00'zzz", CultureInfo.InvariantCulture);

    private IEnumerable<(DateTimeOffset Hour, string Label)> HoursOf(DateOnly day)
    {
        var end = StartOf(day.AddDays(1));
        for (var hour = StartOf(day); hour < end; hour = hour.AddHours(1))
            yield return (hour, LocalHourOf(hour));
    }

    // Figures are kept by the hour of UTC; a zone that is half an hour off counts from the full hour before.
    private DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        while (_zone.IsInvalidTime(midnight))
            midnight = midnight.AddHours(1);
        return Counted.HourOf(new DateTimeOffset(midnight, _zone.GetUtcOffset(midnight)).ToUniversalTime());
    }
}
