using CallerAuth.Store;
using StackExchange.Redis;

namespace CallerAuth.Agents.Statistics;

/// <summary>One figure of one hour, line and eID.</summary>
/// <param name="Hour">When the hour began (UTC).</param>
/// <param name="Line">The called number.</param>
/// <param name="EId">Empty while it was not settled.</param>
/// <param name="Name">One of <see cref="Figure"/>.</param>
/// <param name="Count">How often.</param>
internal readonly record struct Counted(DateTimeOffset Hour, string Line, string EId, string Name, long Count);

/// <summary>
/// The figures in the store: one hash for each hour, with a field for each line, eID and step. Nobody's name or number is in it. That a
/// call counts once for each step is held beside it for as long as a call can last, in the same slot, so one script does both.
/// </summary>
internal sealed class FigureBook(StoreConnection store, Keys keys, TimeProvider time)
{
    private const char Between = '|';

    /// <summary>Five weeks, so that a day can be compared with the same day of four weeks ago.</summary>
    private static readonly long KeepHour = (long)TimeSpan.FromDays(35).TotalMilliseconds;

    /// <summary>Twilio ends calls after four hours.</summary>
    private static readonly long KeepCounted = (long)TimeSpan.FromHours(5).TotalMilliseconds;

    /// <summary>
    /// KEYS hour, what this call has counted for. ARGV ms the hour is kept, ms the other, line and eID, number of buckets, their ends in
    /// seconds, steps. Counts each step that is new; an approval also counts how long it took. Returns how many were new.
    /// </summary>
    private const string Count = StoreClock.Now + """

        local buckets = tonumber(ARGV[4])
        local function bucket(ms)
          for b = 5, 4 + buckets do
            if ms <= tonumber(ARGV[b]) * 1000 then return ARGV[b] end
          end
          return 'more'
        end
        local new = 0
        for i = 5 + buckets, #ARGV do
          if redis.call('HEXISTS', KEYS[2], ARGV[i]) == 0 then
            new = new + 1
            redis.call('HSET', KEYS[2], ARGV[i], ms(now))
            redis.call('HINCRBY', KEYS[1], ARGV[3] .. ARGV[i], '1')
            if ARGV[i] == 'approved' then
              local rang = redis.call('HGET', KEYS[2], 'rang')
              local keyed = redis.call('HGET', KEYS[2], 'keyed')
              if rang then redis.call('HINCRBY', KEYS[1], ARGV[3] .. 'since_rang:' .. bucket(now - tonumber(rang)), '1') end
              if keyed then redis.call('HINCRBY', KEYS[1], ARGV[3] .. 'since_keyed:' .. bucket(now - tonumber(keyed)), '1') end
            end
          end
        end
        if new > 0 then
          redis.call('PEXPIRE', KEYS[1], ARGV[1])
          redis.call('PEXPIRE', KEYS[2], ARGV[2])
        end
        return new
        """;

    /// <param name="name">The call or the request, for which each step counts once.</param>
    /// <param name="line">The called number.</param>
    /// <param name="eid">Null while it is not settled.</param>
    /// <param name="steps">What has been reached.</param>
    public Task CountAsync(string name, string line, string? eid, IReadOnlyList<string> steps)
    {
        // Only an approval is measured.
        var buckets = steps.Contains(Figure.Approved, StringComparer.Ordinal) ? Figure.Buckets : [];
        var arguments = new RedisValue[4 + buckets.Count + steps.Count];
        arguments[0] = KeepHour;
        arguments[1] = KeepCounted;
        arguments[2] = $"{line}{Between}{eid}{Between}";
        arguments[3] = buckets.Count;
        for (var i = 0; i < buckets.Count; i++)
            arguments[4 + i] = buckets[i];
        for (var i = 0; i < steps.Count; i++)
            arguments[4 + buckets.Count + i] = steps[i];
        return store.Database.ScriptEvaluateAsync(Count, [keys.Figures(time.GetUtcNow()), keys.Counted(name)], arguments);
    }

    /// <summary>Everything that was counted in some hours.</summary>
    public async Task<IReadOnlyList<Counted>> ReadAsync(IEnumerable<DateTimeOffset> hours, CancellationToken cancellationToken)
    {
        var read = await Task.WhenAll(hours.Select(async hour =>
            (await store.Database.HashGetAllAsync(keys.Figures(hour))).Select(field => Read(hour, (string)field.Name!, (long)field.Value)))).WaitAsync(cancellationToken);
        return [.. read.SelectMany(hour => hour)];
    }

    private static Counted Read(DateTimeOffset hour, string field, long count)
    {
        var (first, last) = (field.IndexOf(Between, StringComparison.Ordinal), field.LastIndexOf(Between));
        return new Counted(hour, field[..first], field[(first + 1)..last], field[(last + 1)..], count);
    }
}
