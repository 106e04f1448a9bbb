using CallerAuth.Store;
using StackExchange.Redis;

namespace CallerAuth.Agents.Statistics;

/// <summary>One figure of one hour, line and eID.</summary>
/// <param name="Hour">When the hour began (UTC).</param>
/// <param name="Line">The called number.</param>
/// <param name="EId">Empty while it was not settled.</param>
/// <param name="Name">One of <see cref="Figure"/>.</param>
/// <param name="Count">How often.</param>
internal readonly record struct Counted(DateTimeOffset Hour, string Line, string EId, string Name, long Count)
{
    /// <summary>The full hour that a moment falls into.</summary>
    public static DateTimeOffset HourOf(DateTimeOffset moment) => moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerHour));
}

/// <summary>
/// The figures in the store: one hash for each hour, with a field for each line, eID and step. Nobody's name or number is in it. That
/// something counts once is held beside it, in the same slot, so one script does both.
/// </summary>
internal sealed class FigureBook(StoreConnection store, Keys keys, TimeProvider time)
{
    private const char Between = '|';

    /// <summary>Five weeks, so that a day can be compared with the same day of four weeks ago.</summary>
    private static readonly long KeepHour = (long)TimeSpan.FromDays(35).TotalMilliseconds;

    /// <summary>A verification that was asked for has long ended by then.</summary>
    private static readonly long KeepCounted = (long)TimeSpan.FromHours(5).TotalMilliseconds;

    /// <summary>For longer than a batch is offered again.</summary>
    private static readonly long KeepBatch = (long)TimeSpan.FromMinutes(15).TotalMilliseconds;

    /// <summary>
    /// KEYS hour, what this name has counted for. ARGV ms the hour is kept, ms the other, line and eID, steps. Counts each step that is new.
    /// Returns how many were.
    /// </summary>
    private const string CountOnce = """
        local new = 0
        for i = 4, #ARGV do
          if redis.call('HSET', KEYS[2], ARGV[i], '1') == 1 then
            new = new + 1
            redis.call('HINCRBY', KEYS[1], ARGV[3] .. ARGV[i], '1')
          end
        end
        if new > 0 then
          redis.call('PEXPIRE', KEYS[1], ARGV[1])
          redis.call('PEXPIRE', KEYS[2], ARGV[2])
        end
        return new
        """;

    /// <summary>KEYS hour, the batch's mark. ARGV ms the hour is kept, ms the mark, then a field and how much it grows by. Adds a batch once. Returns 1 when it was new, else 0.</summary>
    private const string Add = """
        if redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
        redis.call('SET', KEYS[2], '1', 'PX', ARGV[2])
        for i = 3, #ARGV, 2 do redis.call('HINCRBY', KEYS[1], ARGV[i], ARGV[i + 1]) end
        redis.call('PEXPIRE', KEYS[1], ARGV[1])
        return 1
        """;

    /// <param name="name">The requested verification, for which each step counts once, whoever tells of it and however often.</param>
    /// <param name="line">The called number.</param>
    /// <param name="eid">Null while it is not settled.</param>
    /// <param name="steps">What has been reached.</param>
    public Task CountOnceAsync(string name, string line, string? eid, IEnumerable<string> steps) => store.Database.ScriptEvaluateAsync(
        CountOnce,
        [keys.Figures(time.GetUtcNow()), keys.Counted(name)],
        [KeepHour, KeepCounted, Field(line, eid, ""), .. steps.Select(step => (RedisValue)step)]);

    /// <param name="batch">By which it is known again when it is offered twice, because the store's answer was lost.</param>
    /// <param name="counted">What to add to each figure.</param>
    public Task AddAsync(string batch, IEnumerable<Counted> counted) => Task.WhenAll(counted.GroupBy(row => row.Hour).Select(hour => store.Database.ScriptEvaluateAsync(
        Add,
        [keys.Figures(hour.Key), keys.FigureBatch(batch, hour.Key)],
        [KeepHour, KeepBatch, .. hour.SelectMany(row => new RedisValue[] { Field(row.Line, row.EId, row.Name), row.Count })])));

    /// <summary>Everything that was counted in some hours.</summary>
    public async Task<IReadOnlyList<Counted>> ReadAsync(IEnumerable<DateTimeOffset> hours, CancellationToken cancellationToken)
    {
        var read = await Task.WhenAll(hours.Select(async hour =>
            (await store.Database.HashGetAllAsync(keys.Figures(hour))).Select(field => Read(hour, (string)field.Name!, (long)field.Value)))).WaitAsync(cancellationToken);
        return [.. read.SelectMany(hour => hour)];
    }

    private static string Field(string line, string? eid, string name) => $"{line}{Between}{eid}{Between}{name}";

    private static Counted Read(DateTimeOffset hour, string field, long count)
    {
        var (first, last) = (field.IndexOf(Between, StringComparison.Ordinal), field.LastIndexOf(Between));
        return new Counted(hour, field[..first], field[(first + 1)..last], field[(last + 1)..], count);
    }
}
