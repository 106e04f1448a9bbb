using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Scenarios;

namespace CallerAuth.IntegrationTests.Privacy;

/// <summary>Every story of the simulator, listened to from all sides: what must not come out comes out nowhere.</summary>
public class StoryLeakTests(OverheardStories stories) : IClassFixture<OverheardStories>
{
    public static TheoryData<string> Names => [.. AllScenarios.All.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_story_gives_away_no_secret_on_the_embedded_store(string name) => AssertQuiet(await stories.OfAsync(name));

    [Theory]
    [InlineData("norwegian-approved")]
    [InlineData("swedish-approved")]
    [InlineData("declined-three-times")]
    [InlineData("same-person-twice")]
    [InlineData("wrong-person-in-token")]
    [InlineData("queue-whisper")]
    public async Task A_story_gives_away_no_secret_on_redis(string name) =>
        AssertQuiet(await OverheardStories.PlayAsync(AllScenarios.All.Single(scenario => scenario.Name == name), StoreKind.Redis, TestContext.Current.CancellationToken));

    [Fact]
    public async Task Every_kind_of_secret_is_looked_for_and_seen_where_it_belongs()
    {
        var overheard = await stories.OfAsync("norwegian-approved");

        Assert.Equal(
            ["access_token", "auth_req_id", "birth date", "calling number", "client_assertion", "id_token", "name", "national ID", "subject", "words"],
            overheard.Kinds.Order(StringComparer.Ordinal));
        Assert.Contains(overheard.Rightly, seen => seen.StartsWith("what /voice/", StringComparison.Ordinal) && seen.EndsWith(": words", StringComparison.Ordinal));
        Assert.Contains(overheard.Rightly, seen => seen.StartsWith("the markup of /voice/", StringComparison.Ordinal) && seen.EndsWith(": name", StringComparison.Ordinal));
        Assert.Contains(overheard.Rightly, seen => seen.EndsWith(": subject", StringComparison.Ordinal));
        Assert.Single(overheard.Starts);
    }

    internal static void AssertQuiet(Overheard overheard)
    {
        Assert.Empty(overheard.Leaks);
        // Whoever heard nothing may not say that nothing was said.
        Assert.True(overheard.LogLines > 50, $"{overheard.LogLines} log lines");
        Assert.True(overheard.Activities > 0 && overheard.Measurements > 0, $"{overheard.Activities} activities, {overheard.Measurements} measurements");
        Assert.True(overheard.Stored > 0, "nothing stored");
        Assert.True(overheard.Starts.Count <= overheard.NumbersKeyed, $"{overheard.Starts.Count} starts for {overheard.NumbersKeyed} numbers");
        Assert.All(overheard.Starts, start => Assert.Matches("^sub:ssn:([0-9]{11}|[0-9]{12})$", Assert.Single(start.Form, field => field.Key == "login_hint").Value));
    }
}
