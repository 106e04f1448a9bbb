using System.Text.Json.Nodes;
using CallerAuth.IntegrationTests.Agents;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Faults;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Privacy;

/// <summary>What comes in by the API: the number goes to the provider and nowhere else, whatever is wrong with the request.</summary>
public class ApiLeakTests
{
    private static readonly TestPerson Caller = People.Norwegian(365);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_verification_by_the_API_gives_no_secret_away(StoreKind store)
    {
        await using var eavesdropper = await Eavesdropper.StartAsync(store, Cancellation);
        eavesdropper.Mind(Caller.NationalId);
        using var api = new ApiClient(eavesdropper.Service.Url);

        var id = (await api.StartAsync(ApiClient.Norwegian(Caller.NationalId, Line.Nordlys), Cancellation, "a-key"))["id"]!;
        await api.UntilPendingAsync(id, Cancellation);
        eavesdropper.Simulator.Provider.Orders.Single().MoveTo(OrderStatus.Approved);
        await using var stream = await api.FollowAsync(id, Cancellation);
        await stream.ToEndAsync();
        await eavesdropper.Service.SettleAsync(TimeSpan.FromSeconds(20), Cancellation);

        Assert.Empty(eavesdropper.Leaks());
        Assert.Contains("API key", eavesdropper.Kinds());
        Assert.Contains("an answer of the API: words", eavesdropper.Rightly());
        Assert.Contains("an answer of the API: name", eavesdropper.Rightly());
    }

    [Fact]
    public async Task A_request_that_is_wrong_in_any_way_is_not_repeated()
    {
        await using var eavesdropper = await Eavesdropper.StartAsync(StoreKind.Redis, Cancellation);
        const string Wrong = People.NotANumber;
        eavesdropper.Mind(Caller.NationalId, Wrong);
        using var api = new ApiClient(eavesdropper.Service.Url);
        var good = ApiClient.Norwegian(Caller.NationalId, Line.Nordlys);
        List<ApiAnswerRead> answers = [];

        foreach (var member in good.Select(member => member.Key).Append("callSid").Append("taskSid").Append("bindingMessage").Append(Wrong).ToList())
        {
            var body = good.DeepClone();
            body[member] = Wrong;
            answers.Add(await api.StartAsync(body, Cancellation));
            body[member] = new JsonArray(Wrong, new JsonObject { [Wrong] = Wrong });
            answers.Add(await api.StartAsync(body, Cancellation));
        }

        foreach (var text in new[] { Wrong, $"{{\"{Wrong}\"", $"{{\"nationalId\":{Wrong}", $"{{\"nationalId\":\"{Wrong}\",\"nationalId\":\"{Wrong}\"}}", $"nationalId={Wrong}" })
        {
            answers.Add(await api.PostAsync(text, "application/json", Cancellation));
            answers.Add(await api.PostAsync(text, "text/plain", Cancellation));
        }

        Assert.All(answers, answer => Assert.NotNull(answer.Problem));
        Assert.Empty(eavesdropper.Leaks());
    }

    [Fact]
    public async Task A_store_that_is_away_and_a_provider_that_repeats_the_number_give_nothing_away()
    {
        await using var eavesdropper = await Eavesdropper.StartAsync(StoreKind.Redis, Cancellation);
        eavesdropper.Mind(Caller.NationalId);
        using var api = new ApiClient(eavesdropper.Service.Url);
        eavesdropper.Simulator.Provider.Faults.Start.Play(Fault.Answer.OAuthError(400, Caller.NationalId, $"no such person: {Caller.NationalId}"), times: 1);

        var started = await api.StartAsync(ApiClient.Norwegian(Caller.NationalId, Line.Nordlys), Cancellation);
        var ended = await api.UntilEndedAsync(started["id"]!, Cancellation);
        eavesdropper.Redis.Kill();
        var away = await api.StartAsync(ApiClient.Norwegian(Caller.NationalId, Line.Nordlys), Cancellation);

        Assert.Equal("unavailable", ended["reason"]);
        Assert.Equal((503, "unavailable"), ((int)away.Status, away.Problem));
        Assert.Empty(eavesdropper.Leaks());
    }
}
