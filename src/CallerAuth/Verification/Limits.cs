using CallerAuth.Store;
using Microsoft.Extensions.Options;

namespace CallerAuth.Verification;

/// <summary>
/// Counts starts by calling number, by line and overall, in the store, so that the counts hold across instances and restarts. The
/// person's own count is taken together with the person, in <see cref="VerificationStore.ReserveAsync"/>. What is refused here or there
/// counts nowhere, so nobody is locked out for longer by trying; what the provider was asked for counts whether it rang or not,
/// because a guess that it refused was a guess.
/// </summary>
internal sealed partial class Limits(StoreConnection store, Keys keys, IOptions<LimitsOptions> options, ILogger<Limits> logger)
{
    private readonly StartCounts _counts = new(store);
    private readonly LimitsOptions _options = options.Value;

    public LimitsOptions.Limit PerPerson => _options.PerPerson;

    public async Task<Counting> CountAsync(VerificationId id, Asker asker)
    {
        var counting = await _counts.CountAsync(PlacesOf(asker));
        if (counting is Counting.Reached reached)
            Reached(id, reached.Whose);
        return counting;
    }

    /// <summary>For a start of which nothing came before the provider was asked.</summary>
    public Task GiveBackAsync(IReadOnlyList<CountedStart> counted) => _counts.GiveBackAsync(counted);

    public void ReachedByPerson(VerificationId id) => Reached(id, "the person");

    private IEnumerable<CountedBy> PlacesOf(Asker asker)
    {
        if (asker.CallingNumber is { } number)
            yield return new("the calling number", keys.CallingNumberStarts(number.Value), _options.PerCallingNumber);
        yield return new("the line", keys.LineStarts(asker.Line), _options.PerLine);
        yield return new("all lines", keys.AllStarts, _options.Overall);
    }

    [LoggerMessage(2401, LogLevel.Warning, "Verification {Id} was not started: the limit of {Whose} is reached")]
    private partial void Reached(VerificationId id, string whose);
}
