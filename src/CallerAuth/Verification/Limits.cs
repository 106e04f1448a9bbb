using CallerAuth.Store;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CallerAuth.Verification;

/// <summary>
/// Counts starts by calling number, by line and overall, in the store, so that the counts hold across instances and restarts. The
/// person's own count is taken together with the person, in <see cref="VerificationStore.ReserveAsync"/>. What is refused here or there
/// counts nowhere, so nobody is locked out for longer by trying; what the provider was asked for counts whether it rang or not,
/// because a guess that it refused was a guess.
/// </summary>
internal sealed partial class Limits(StoreConnection store, Keys keys, IOptions<LimitsOptions> options, ILogger<Limits> logger)
{
    private readonly LimitsOptions _options = options.Value;

    public LimitsOptions.Limit PerPerson => _options.PerPerson;

    /// <returns>What was counted, or null when a limit is reached; then nothing is.</returns>
    public async Task<IReadOnlyList<CountedStart>?> CountAsync(VerificationId id, Asker asker)
    {
        var counts = await Task.WhenAll(SubjectsOf(asker).Where(subject => subject.Limit.InForce.Any()).Select(CountAsync));
        if (Array.Find(counts, count => count.At.Length == 0) is not { } reached)
            return counts;
        Reached(id, reached.Name);
        await GiveBackAsync([.. counts.Where(count => count.At.Length > 0)]);
        return null;
    }

    /// <summary>For a start of which nothing came before the provider was asked.</summary>
    public Task GiveBackAsync(IReadOnlyList<CountedStart> counted) =>
        Task.WhenAll(counted.Select(count => store.Database.ListRemoveAsync(count.Key, count.At, 1)));

    public void ReachedByPerson(VerificationId id) => Reached(id, "the person");

    private async Task<CountedStart> CountAsync((string Name, string Key, LimitsOptions.Limit Limit) subject)
    {
        var answer = await store.Database.ScriptEvaluateAsync(LimitScripts.Count, [subject.Key], LimitScripts.Arguments(subject.Limit));
        return new CountedStart(subject.Name, subject.Key, (string?)answer ?? "");
    }

    private IEnumerable<(string Name, string Key, LimitsOptions.Limit Limit)> SubjectsOf(Asker asker)
    {
        if (asker.CallingNumber is { } number)
            yield return ("the calling number", keys.CallingNumberStarts(number.Value), _options.PerCallingNumber);
        yield return ("the line", keys.LineStarts(asker.Line), _options.PerLine);
        yield return ("all lines", keys.AllStarts, _options.Overall);
    }

    [LoggerMessage(2401, LogLevel.Warning, "Verification {Id} was not started: the limit of {Whose} is reached")]
    private partial void Reached(VerificationId id, string whose);
}

/// <summary>One start as it was counted in one place; without a moment it was not, because the limit is reached there.</summary>
internal sealed record CountedStart(string Name, RedisKey Key, string At)
{
    /// <summary>Without the key, which holds a hash that stands for somebody.</summary>
    public override string ToString() => $"CountedStart({Name}, {At})";
}
