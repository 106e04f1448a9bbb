using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Scenarios;

namespace CallerAuth.IntegrationTests.Privacy;

/// <summary>What was heard of a story, and which of it should not have been.</summary>
internal sealed record Overheard(IReadOnlyList<string> Leaks, int LogLines, int Activities, int Measurements, int Stored, int NumbersKeyed, IReadOnlyList<Exchange> Starts, IReadOnlyList<string> Kinds, IReadOnlyList<string> Rightly)
{
    public static Overheard From(Eavesdropper eavesdropper) => new(
        eavesdropper.Leaks(),
        eavesdropper.Service.Logs.Count,
        eavesdropper.Instruments.ActivitiesHeard,
        eavesdropper.Instruments.MeasurementsHeard,
        eavesdropper.Stored.Count,
        // Twilio sends some twice, under one token.
        eavesdropper.Tap.Webhooks.Where(webhook => webhook.Path == "/voice/national-id").DistinctBy(TokenOf).Count(),
        eavesdropper.Starts,
        eavesdropper.Kinds(),
        eavesdropper.Rightly());

    private static string TokenOf(Exchange webhook) =>
        webhook.RequestHeaders.Split('\n').Single(header => header.StartsWith("I-Twilio-Idempotency-Token:", StringComparison.OrdinalIgnoreCase));
}

/// <summary>All stories, a few at a time, so that their waiting overlaps; each test asks for its own.</summary>
public sealed class OverheardStories : IAsyncDisposable
{
    private const int AtOnce = 4;
    private static readonly TimeSpan SettlesWithin = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _places = new(AtOnce);
    private readonly CancellationTokenSource _closing = new();
    private readonly Dictionary<string, Task<Overheard>> _stories;

    public OverheardStories() =>
        _stories = AllScenarios.All.ToDictionary(scenario => scenario.Name, scenario => Task.Run(() => PlayInTurnAsync(scenario)), StringComparer.Ordinal);

    internal Task<Overheard> OfAsync(string name) => _stories[name];

    internal static async Task<Overheard> PlayAsync(Scenario scenario, StoreKind store, CancellationToken cancellationToken)
    {
        await using var eavesdropper = await Eavesdropper.StartAsync(store, cancellationToken);
        eavesdropper.Mind(scenario.Call.Person.NationalId, People.Norwegian(990).NationalId);
        await new ScenarioRunner(eavesdropper.Simulator).PlayAsync(scenario, cancellationToken);
        await eavesdropper.Service.SettleAsync(SettlesWithin, cancellationToken);
        return Overheard.From(eavesdropper);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await Task.WhenAll(_stories.Values).ContinueWith(_ => { }, TaskScheduler.Default);
        _closing.Dispose();
        _places.Dispose();
    }

    private async Task<Overheard> PlayInTurnAsync(Scenario scenario)
    {
        await _places.WaitAsync(_closing.Token);
        try
        {
            return await PlayAsync(scenario, StoreKind.Embedded, _closing.Token);
        }
        finally
        {
            _places.Release();
        }
    }
}
