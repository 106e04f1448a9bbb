using System.Net;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Scenarios;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Agents;

/// <summary>A request that is sent again: the same answer, and the telephone rings once.</summary>
public class IdempotencyTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    private const string Key = "\"8e03978e-40d5-43e8-bc93-6894a57f9324\"";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_request_at_once_on_two_instances_has_one_answer_and_rings_once()
    {
        await using var two = await World.StartAsync(StoreKind.Redis, Cancellation);
        using var one = new ApiClient(two.StartService().Url);
        using var other = new ApiClient(two.StartService().Url);
        var body = ApiClient.Norwegian(People.Norwegian(450).NationalId, Line.Nordlys);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => (i % 2 == 0 ? one : other).StartAsync(body, Cancellation, Key)));
        await one.UntilPendingAsync(answers[0]["id"]!, Cancellation);
        var later = await other.StartAsync(body, Cancellation, Key);

        Assert.All(answers.Append(later), answer => Assert.Equal(
            (HttpStatusCode.Accepted, answers[0].Text, answers[0].Headers.Location),
            (answer.Status, answer.Text, answer.Headers.Location)));
        Assert.Single(two.Simulator.Provider.Orders);
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        var (first, second) = (world.NewNationalId(), world.NewNationalId());
        var key = Guid.NewGuid().ToString();

        await world.Api.StartAsync(ApiClient.Norwegian(first, Line.Nordlys), Cancellation, key);
        var answer = await world.Api.StartAsync(ApiClient.Norwegian(second, Line.Nordlys), Cancellation, key);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency-key-reused"), (answer.Status, answer.Problem));
        Assert.Empty(world.OrdersOf(second));
    }

    [Fact]
    public async Task The_same_key_of_somebody_else_is_another_key()
    {
        var nationalId = world.NewNationalId();
        var key = Guid.NewGuid().ToString();
        var first = await world.Api.StartAsync(ApiClient.Norwegian(nationalId, Line.Nordlys), Cancellation, key);

        var other = world.ClientWith(world.Company.Token(claims: new System.Security.Claims.Claim("lines", Line.Nordlys.Number)));
        var second = await other.StartAsync(ApiClient.Norwegian(nationalId, Line.Nordlys), Cancellation, key);

        Assert.Equal(HttpStatusCode.Accepted, first.Status);
        Assert.Equal("already-running", second.Problem);
    }

    [Fact]
    public async Task What_was_refused_may_be_asked_again_with_the_same_key()
    {
        var nationalId = world.NewNationalId();
        var running = await world.PendingAsync(nationalId, Cancellation);
        var key = Guid.NewGuid().ToString();

        var refused = await world.Api.StartAsync(ApiClient.Norwegian(nationalId, Line.Nordlys), Cancellation, key);
        await world.Api.CancelAsync(running, Cancellation);
        var accepted = await UntilAcceptedAsync(nationalId, key);

        Assert.Equal("already-running", refused.Problem);
        Assert.NotEqual(running, accepted["id"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData("\"two words\"")]
    [InlineData("a\"b")]
    public async Task A_key_that_cannot_be_used_is_told_so(string key)
    {
        var answer = await world.Api.StartAsync(ApiClient.Norwegian(world.NewNationalId(), Line.Nordlys), Cancellation, key);

        Assert.Equal((HttpStatusCode.BadRequest, "bad-idempotency-key"), (answer.Status, answer.Problem));
    }

    [Fact]
    public async Task A_key_that_is_too_long_is_told_so() =>
        Assert.Equal("bad-idempotency-key", (await world.Api.StartAsync(ApiClient.Norwegian(world.NewNationalId(), Line.Nordlys), Cancellation, new string('k', 256))).Problem);

    // The person is given free a moment after the cancel was answered.
    private async Task<ApiAnswerRead> UntilAcceptedAsync(string nationalId, string key)
    {
        while (true)
        {
            var answer = await world.Api.StartAsync(ApiClient.Norwegian(nationalId, Line.Nordlys), Cancellation, key);
            if (answer.Status == HttpStatusCode.Accepted)
                return answer;
            Assert.Equal("already-running", answer.Problem);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);
        }
    }
}
