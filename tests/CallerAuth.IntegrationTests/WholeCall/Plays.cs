using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Scenarios;

namespace CallerAuth.IntegrationTests.WholeCall;

/// <summary>How a story went, and what could be seen when all of it was over.</summary>
internal sealed record Played(ScenarioResult Result, Manners Manners, IReadOnlyList<string> LeftInStore, IReadOnlyList<string> LogLinesWithNationalId, IReadOnlyList<string> Complaints);

/// <summary>Plays stories, each with a simulator, a service and a store of its own.</summary>
internal static class Plays
{
    private static readonly TimeSpan SettlesWithin = TimeSpan.FromSeconds(20);

    /// <summary>In one story the provider takes eight seconds; on a busy machine the default of ten leaves too little beside them.</summary>
    private static readonly Dictionary<string, string> Patience = new(StringComparer.Ordinal) { ["Ciba:StartTimeout"] = "00:00:15" };

    public static async Task<Played> PlayAsync(Scenario scenario, StoreKind store, CancellationToken cancellationToken)
    {
        await using var world = await World.StartAsync(store, cancellationToken);
        var service = world.StartService(settings: Patience);

        var result = await new ScenarioRunner(world.Simulator).PlayAsync(scenario, cancellationToken);

        var left = await service.SettleAsync(SettlesWithin, cancellationToken);
        string[] numbers = [scenario.Call.Person.NationalId, .. scenario.Second is { } second ? [second.Person.NationalId] : Array.Empty<string>()];
        return new Played(result, Manners.Of(world.Simulator.Provider), left, [.. numbers.SelectMany(service.LogLinesWith)], [.. service.Complaints]);
    }
}
