using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Scenarios;

namespace CallerAuth.IntegrationTests.WholeCall;

/// <summary>Some stories again on a real redis-server: the other of the two stores.</summary>
public class ScenariosOnRedisTests
{
    [Theory]
    [InlineData("norwegian-approved")]
    [InlineData("swedish-approved")]
    [InlineData("declined-three-times")]
    [InlineData("same-person-twice")]
    [InlineData("outbound-se")]
    public async Task A_story_ends_as_it_must_on_redis(string name) =>
        ScenarioTests.AssertWell(await Plays.PlayAsync(AllScenarios.All.Single(scenario => scenario.Name == name), StoreKind.Redis, TestContext.Current.CancellationToken));
}
