namespace CallerAuth.Agents.Statistics;

/// <summary>One bar: a name and how many.</summary>
internal sealed record Bar(string Name, long Count);

/// <summary>Calls of one hour of the day, line or eID: how many rang and how they were handed on.</summary>
internal sealed record Share(string Name, long Calls, long Verified, long Unverified);

/// <summary>What was counted on one day, of the lines that somebody may see.</summary>
internal sealed class DayFigures(DateOnly day, IReadOnlyList<(DateTimeOffset Hour, string Label)> hours, IReadOnlyList<Counted> counted)
{
    public DateOnly Day => day;

    /// <summary>As they were counted, in a steady order.</summary>
    public IEnumerable<Counted> Rows => counted
        .OrderBy(row => row.Hour).ThenBy(row => row.Line, StringComparer.Ordinal).ThenBy(row => row.EId, StringComparer.Ordinal).ThenBy(row => row.Name, StringComparer.Ordinal);

    public bool IsEmpty => counted.Count == 0;

    public long Rang => Sum(Figure.Rang);

    public long ToVerified => Sum(Figure.ToVerified);

    public long ToUnverified => Sum(Figure.ToUnverified);

    public long Left => Figure.Places.Sum(place => Sum(Figure.Left + place));

    public IReadOnlyList<Bar> Funnel => [.. Figure.Funnel.Select(step => new Bar(step, Sum(step)))];

    public IReadOnlyList<Bar> LeftAt => Parts(Figure.Left, Figure.Places);

    public IReadOnlyList<Bar> Reasons => Parts(Figure.Reason, Figure.Reasons);

    /// <summary>How long verified callers took, by bucket.</summary>
    /// <param name="since"><see cref="Figure.SinceRang"/> or <see cref="Figure.SinceKeyed"/>.</param>
    public IReadOnlyList<Bar> Times(string since) =>
        Parts(since, [.. Figure.Buckets.Select(end => end.ToString(System.Globalization.CultureInfo.InvariantCulture)), Figure.More]);

    /// <summary>All hours of the day, also those without a call.</summary>
    public IReadOnlyList<Share> ByHour => [.. hours.Select(hour => ShareOf(hour.Label, row => row.Hour == hour.Hour, Figure.Rang))];

    public IReadOnlyList<Share> ByLine => Group(row => row.Line, Figure.Rang);

    /// <summary>By the eID that the caller had settled on; a call counts from its number on.</summary>
    public IReadOnlyList<Share> ByEId => Group(row => row.EId, Figure.Keyed);

    public long RequestsAsked => Sum(Figure.RequestAsked);

    public long RequestsVerified => Sum(Figure.RequestVerified);

    /// <summary>The bucket in which half of the callers, or nine of ten, were done.</summary>
    /// <param name="times">Buckets in their order.</param>
    /// <param name="share">0.5 for half.</param>
    /// <returns>The bucket's name; null where nobody was verified.</returns>
    public static string? Within(IReadOnlyList<Bar> times, double share)
    {
        var (all, sofar) = (times.Sum(bucket => bucket.Count), 0L);
        foreach (var bucket in times)
        {
            sofar += bucket.Count;
            if (all > 0 && sofar >= all * share)
                return bucket.Name;
        }

        return null;
    }

    private long Sum(string name) => counted.Where(row => row.Name == name).Sum(row => row.Count);

    private IReadOnlyList<Bar> Parts(string figure, IReadOnlyList<string> names) => [.. names.Select(name => new Bar(name, Sum(figure + name)))];

    private IReadOnlyList<Share> Group(Func<Counted, string> by, string calls) =>
    [
        .. counted.Where(row => row.Name == calls).Select(by).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)
            .Select(name => ShareOf(name, row => by(row) == name, calls))
            .OrderByDescending(share => share.Calls).ThenBy(share => share.Name, StringComparer.Ordinal),
    ];

    private Share ShareOf(string name, Func<Counted, bool> belongs, string calls)
    {
        var rows = counted.Where(belongs).ToLookup(row => row.Name, row => row.Count);
        return new Share(name, rows[calls].Sum(), rows[Figure.ToVerified].Sum(), rows[Figure.ToUnverified].Sum());
    }
}
