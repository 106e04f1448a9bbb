using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Scenarios;

namespace CallerAuth.IntegrationTests.WholeCall;

/// <summary>Tests that look at the same played stories.</summary>
[CollectionDefinition(nameof(WholeCall))]
public class WholeCallStories : ICollectionFixture<PlayedScenarios>;

/// <summary>All stories, begun together and played a few at a time, so that their waiting overlaps; each test asks for its own.</summary>
public sealed class PlayedScenarios : IAsyncDisposable
{
    private const int AtOnce = 8;

    private readonly SemaphoreSlim _places = new(AtOnce);
    private readonly CancellationTokenSource _closing = new();
    private readonly Dictionary<string, Task<Played>> _played;

    public PlayedScenarios() =>
        _played = AllScenarios.All.ToDictionary(scenario => scenario.Name, scenario => Task.Run(() => PlayAsync(scenario, _closing.Token)), StringComparer.Ordinal);

    internal Task<Played> OfAsync(string name) => _played[name];

    public async ValueTask DisposeAsync()
    {
        // Stories that no chosen test asked for are broken off, and have cleared up behind them when this is over.
        await _closing.CancelAsync();
        await Task.WhenAll(_played.Values).ContinueWith(_ => { }, TaskScheduler.Default);
        _closing.Dispose();
        _places.Dispose();
    }

    private async Task<Played> PlayAsync(Scenario scenario, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            return await Plays.PlayAsync(scenario, StoreKind.Embedded, cancellationToken);
        }
        finally
        {
            _places.Release();
        }
    }
}
