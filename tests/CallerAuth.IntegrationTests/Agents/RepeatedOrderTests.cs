using System.Net;
using System.Text;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using StackExchange.Redis;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace CallerAuth.IntegrationTests.Agents;

/// <summary>An order that is sent again when it is not known whether the first one rang somebody: nobody is rung a second time.</summary>
public sealed class RepeatedOrderTests : IAsyncLifetime, IDisposable
{
    private const string Order = """{"line":"+46101000000","to":"+46701740605"}""";

    private readonly WireMockServer _rest = WireMockServer.Start();
    private World _world = null!;
    private ServiceUnderTest _service = null!;
    private ApiClient _api = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        _service = _world.StartService(settings: new Dictionary<string, string>(StringComparer.Ordinal) { ["Twilio:ApiBaseUrl"] = _rest.Url! });
        _api = new ApiClient(_service.Url);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    public void Dispose()
    {
        _api.Dispose();
        _rest.Dispose();
    }

    [Fact]
    public async Task An_order_of_which_Twilios_answer_was_lost_gets_the_same_answer_for_a_day_and_rings_no_more()
    {
        Answers(500, "sorry");
        var first = await OrderAsync();
        Answers(201, """{"sid":"CA0123456789abcdef0123456789abcdef","status":"queued"}""");

        var second = await OrderAsync();

        Assert.Equal((HttpStatusCode.GatewayTimeout, "placing-unknown"), (first.Status, first.Problem));
        Assert.Equal((first.Status, first.Text, first.MediaType, first.Headers.Location), (second.Status, second.Text, second.MediaType, second.Headers.Location));
        Assert.Single(_rest.LogEntries);
        Assert.InRange((await _service.Store.KeyTimeToLiveAsync(await KeyAsync()))!.Value, TimeSpan.FromHours(23), TimeSpan.FromHours(24));
    }

    [Fact]
    public async Task An_order_whose_instance_died_over_it_is_not_carried_out_again()
    {
        Answers(500, "sorry");
        await OrderAsync();
        // As it was while Twilio was asked.
        var key = await KeyAsync();
        await _service.Store.HashDeleteAsync(key, "answer");

        var meanwhile = await OrderAsync();
        await _service.Store.HashSetAsync(key, "begun", (long)await _service.Store.HashGetAsync(key, "begun") - 31_000);
        var later = await OrderAsync();

        Assert.Equal("idempotency-in-progress", meanwhile.Problem);
        Assert.Equal("placing-unknown", later.Problem);
        Assert.Single(_rest.LogEntries);
    }

    [Theory]
    [InlineData("202")]
    [InlineData("/api/calls/CA0123456789abcdef0123456789abcdef\n{}")]
    [InlineData("1 2 3\n{}")]
    [InlineData("9999 \n{}")]
    public async Task An_answer_that_cannot_be_read_is_no_fault_and_nobody_is_rung_again(string kept)
    {
        Answers(500, "sorry");
        await OrderAsync();
        await _service.Store.HashSetAsync(await KeyAsync(), "answer", kept);

        var answer = await OrderAsync();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unavailable"), (answer.Status, answer.Problem));
        Assert.Single(_rest.LogEntries);
    }

    [Fact]
    public async Task An_order_that_Twilio_refused_may_be_sent_again()
    {
        Answers(400, """{"code":10004,"status":400}""");
        var first = await OrderAsync();
        Answers(201, """{"sid":"CA0123456789abcdef0123456789abcdef","status":"queued"}""");

        var second = await OrderAsync();

        Assert.Equal(("calls-limited", TimeSpan.FromSeconds(1)), (first.Problem, first.Headers.RetryAfter!.Delta!.Value));
        Assert.Equal(HttpStatusCode.Accepted, second.Status);
        Assert.Equal(second.Text, (await OrderAsync()).Text);
        Assert.Equal(2, _rest.LogEntries.Count);
    }

    private void Answers(int status, string body)
    {
        _rest.ResetMappings();
        _rest.Given(Request.Create().UsingPost().WithPath("/2010-04-01/Accounts/*/Calls.json")).RespondWith(Response.Create().WithStatusCode(status).WithBody(body));
    }

    private async Task<RedisKey> KeyAsync() => Assert.Single(await _service.StoredKeysAsync(), key => key.StartsWith("ca:idempotency:2:", StringComparison.Ordinal));

    private Task<ApiAnswerRead> OrderAsync()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/calls") { Content = new StringContent(Order, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", "order-1");
        return _api.SendAsync(request, Cancellation);
    }
}
