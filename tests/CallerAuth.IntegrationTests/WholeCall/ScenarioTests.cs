using CallerAuth.Simulator.Scenarios;

namespace CallerAuth.IntegrationTests.WholeCall;

/// <summary>Every story of the simulator against the real service over HTTP: it ends as it must, and leaves nothing behind.</summary>
[Collection(nameof(WholeCall))]
public class ScenarioTests(PlayedScenarios played)
{
    public static TheoryData<string> Names => [.. AllScenarios.All.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_story_ends_as_it_must_on_the_embedded_store(string name) => AssertWell(await played.OfAsync(name));

    internal static void AssertWell(Played played)
    {
        var transcripts = string.Join(Environment.NewLine, played.Result.Calls.Select(call => call.Transcript));
        Assert.True(played.Result.AsExpected, string.Join(Environment.NewLine, [.. played.Result.Failures, transcripts, .. played.Complaints]));
        Assert.Equal(new Manners(EarlyPolls: 0, OverlappingPolls: 0, PollsAfterEnd: 0, CollidingOrders: 0), played.Manners);
        Assert.Empty(played.LeftInStore);
        Assert.Empty(played.LogLinesWithNationalId);
    }
}
