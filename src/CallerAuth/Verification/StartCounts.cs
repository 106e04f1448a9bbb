using System.Globalization;
using CallerAuth.Store;
using StackExchange.Redis;

namespace CallerAuth.Verification;

/// <summary>What is counted in one place.</summary>
/// <param name="Name">Whose limit it is, for the log.</param>
internal sealed record CountedBy(string Name, RedisKey Key, LimitsOptions.Limit Limit)
{
    /// <summary>Without the key, which may hold a hash that stands for somebody.</summary>
    public override string ToString() => $"CountedBy({Name})";
}

/// <summary>One start as it was counted in one place.</summary>
internal sealed record CountedStart(RedisKey Key, string At)
{
    /// <summary>Without the key, which may hold a hash that stands for somebody.</summary>
    public override string ToString() => $"CountedStart({At})";
}

/// <summary>What came of the wish to count a start.</summary>
internal abstract record Counting
{
    private Counting() { }

    public sealed record Counted(IReadOnlyList<CountedStart> Starts) : Counting;

    /// <summary>A limit is reached, and nothing was counted.</summary>
    /// <param name="By">Where it is reached; of several, where it is reached for longest.</param>
    /// <param name="Wait">Until none is, unless others are faster.</param>
    public sealed record Reached(CountedBy By, TimeSpan Wait) : Counting
    {
        public string Whose => By.Name;
    }
}

/// <summary>Counts starts in the store, so that the counts hold across instances and restarts: in all places, or in none.</summary>
internal sealed class StartCounts(StoreConnection store)
{
    public async Task<Counting> CountAsync(IEnumerable<CountedBy> places)
    {
        Task<(CountedBy Place, TimeSpan Wait, CountedStart? Start)>[] counting = [.. places.Where(place => place.Limit.InForce.Any()).Select(CountAsync)];
        (CountedBy Place, TimeSpan Wait, CountedStart? Start)[] counts;
        try
        {
            counts = await Task.WhenAll(counting);
        }
        catch
        {
            await TryGiveBackAsync([.. counting.Where(count => count.IsCompletedSuccessfully).Select(count => count.Result.Start).OfType<CountedStart>()]);
            throw;
        }

        CountedStart[] counted = [.. counts.Select(count => count.Start).OfType<CountedStart>()];
        if (counted.Length == counts.Length)
            return new Counting.Counted(counted);
        await GiveBackAsync(counted);
        var (reached, wait, _) = counts.Where(count => count.Start is null).MaxBy(count => count.Wait);
        return new Counting.Reached(reached, wait);
    }

    /// <summary>For a start of which nothing came.</summary>
    public Task GiveBackAsync(IReadOnlyList<CountedStart> counted) =>
        Task.WhenAll(counted.Select(count => store.Database.ListRemoveAsync(count.Key, count.At, 1)));

    /// <summary>Milliseconds as a script writes them.</summary>
    public static TimeSpan ReadWait(string milliseconds) => TimeSpan.FromMilliseconds(long.Parse(milliseconds, CultureInfo.InvariantCulture));

    // What keeps it from being given back is what kept it from being counted everywhere, and that is told.
    private async Task TryGiveBackAsync(IReadOnlyList<CountedStart> counted)
    {
        try
        {
            await GiveBackAsync(counted);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
        }
    }

    private async Task<(CountedBy Place, TimeSpan Wait, CountedStart? Start)> CountAsync(CountedBy place)
    {
        var answer = (string)(await store.Database.ScriptEvaluateAsync(LimitScripts.Count, [place.Key], LimitScripts.Arguments(place.Limit)))!;
        return answer.StartsWith('-')
            ? (place, ReadWait(answer[1..]), null)
            : (place, TimeSpan.Zero, new CountedStart(place.Key, answer));
    }
}
