using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CallerAuth.Simulator;
using CallerAuth.Simulator.Scenarios;

namespace CallerAuth.Tests.Simulator;

public sealed class StartPageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_names_every_number_and_every_story()
    {
        await using var line = await PhoneLine.OpenAsync();
        using var http = new HttpClient { BaseAddress = line.Simulator.BaseUrl };

        var page = await http.GetStringAsync(new Uri("/stories", UriKind.Relative), Cancellation);

        Assert.All(Line.All, known => Assert.Contains(known.Number, page, StringComparison.Ordinal));
        Assert.All(AllScenarios.All, scenario => Assert.Contains($"/calls/{scenario.Name}", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_story_is_played_on_request_and_then_stands_in_the_feed()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice/incoming", "<Say>Closed.</Say><Hangup/>").On("/voice/status", "");
        line.Simulator.Connect(line.Service.BaseUrl);
        using var http = new HttpClient { BaseAddress = line.Simulator.BaseUrl };

        using var played = await http.PostAsync(new Uri("/calls/closed-line", UriKind.Relative), content: null, Cancellation);
        var feed = await http.GetFromJsonAsync<JsonArray>(new Uri("/calls.json", UriKind.Relative), Cancellation);

        Assert.Contains("✓ as expected", await played.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal("completed", Assert.Single(feed!)!["status"]!.ToString());
    }

    [Fact]
    public async Task A_story_that_is_not_known_is_not_found()
    {
        await using var line = await PhoneLine.OpenAsync();
        using var http = new HttpClient { BaseAddress = line.Simulator.BaseUrl };

        using var answer = await http.PostAsync(new Uri("/calls/nothing", UriKind.Relative), content: null, Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
