using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Scenarios;

namespace CallerAuth.IntegrationTests.Recording;

/// <summary>The recordings that ship with the tests: how each was made, where it lies, and how the service is told to make one.</summary>
internal static class RecordedStories
{
    /// <summary>The story and the name of its recording.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["norwegian-verified"] = "norwegian-approved",
        ["swedish-verified"] = "swedish-approved",
        ["both-eids-in-danish"] = "both-eids-danish",
        ["declined-three-times"] = "declined-three-times",
        ["expired"] = "expired",
        ["wrong-number-then-verified"] = "wrong-number-then-right",
        ["no-keys"] = "nothing-pressed",
        ["provider-down"] = "provider-down",
        ["hang-up-while-waiting"] = "hang-up-while-waiting",
        ["wrong-words-then-verified"] = "wrong-words-then-approved",
        ["doubled-webhooks"] = "duplicate-webhooks",
        ["agent-busy-then-whisper"] = "agent-busy",
        ["wrong-person-in-token"] = "wrong-person-in-token",
    };

    public static bool Rewrites { get; } = Environment.GetEnvironmentVariable("CALLERAUTH_WRITE_DOCS") == "1";

    /// <summary>In the repository, not beside the tests' build.</summary>
    public static string PathOf(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CallerAuth.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not lie below CallerAuth.sln.");
        return Path.Combine(folder.FullName, "tests", "CallerAuth.IntegrationTests", "Recordings", $"{name}.jsonl");
    }

    /// <summary>Plays a story with recording on; gives the file of its (first) call.</summary>
    public static async Task<(string Recording, World World, ServiceUnderTest Service, ScenarioResult Result, string Directory)> RecordAsync(string story, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("callerauth-recording-").FullName;
        var world = await World.StartAsync(StoreKind.Embedded, cancellationToken);
        var service = world.StartService(settings: new Dictionary<string, string>(StringComparer.Ordinal) { ["Recording:Directory"] = directory });
        var result = await new ScenarioRunner(world.Simulator).PlayAsync(AllScenarios.All.Single(scenario => scenario.Name == story), cancellationToken);
        return (await File.ReadAllTextAsync(Directory.GetFiles(directory).Order(StringComparer.Ordinal).First(), cancellationToken), world, service, result, directory);
    }
}
