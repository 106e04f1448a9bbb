using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CallerAuth.Audit;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using CallerAuth.Simulator.Telephony;
using Microsoft.Extensions.DependencyInjection;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Agents;

/// <summary>Calls that the company places, as one of its systems sees them.</summary>
public sealed class CallApiTests : IAsyncLifetime, IDisposable
{
    private World _world = null!;
    private ServiceUnderTest _service = null!;
    private ApiClient _api = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        _service = _world.StartService(settings: new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Api:Keys:1:Name"] = "elsewhere",
            ["Api:Keys:1:Sha256"] = CallerAuth.Agents.Access.ApiKey.HashOf("cak_elsewhere"),
            ["Api:Keys:1:Scopes:0"] = "verifications.read",
            ["Api:Keys:1:Scopes:1"] = "verifications.write",
            ["Api:Keys:1:Lines:0"] = Line.Nordlys.Number,
            ["Api:Keys:2:Name"] = "reader",
            ["Api:Keys:2:Sha256"] = CallerAuth.Agents.Access.ApiKey.HashOf("cak_reader"),
            ["Api:Keys:2:Scopes:0"] = "verifications.read",
        });
        _api = new ApiClient(_service.Url);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task A_call_is_placed_followed_and_its_outcome_told_after_its_end()
    {
        await using var person = new CalledPerson(_world, _service, People.Astrid, [AppAct.Approve], CalleeAnswer.PicksUp, Cues.Choose("1"), Cues.Enter(People.Astrid));

        var placed = await OrderAsync(_api, Order(person.Number));
        var call = await person.RungAsync(Cancellation);

        Assert.Equal((HttpStatusCode.Accepted, $"/api/calls/{call.Sid}"), (placed.Status, placed.Headers.Location?.ToString()));
        Assert.Equal((call.Sid, Line.Norrsken.Number, "system:simulator"), (placed["callSid"], placed["line"], placed["askedBy"]));
        await person.EndedAsync(Cancellation);
        var read = await _api.GetAsync($"/api/calls/{call.Sid}", Cancellation);
        Assert.Equal(("ended", "talked_to_agent", "se-bankid"), (read["status"], read["endReason"], read["eid"]));
        // Nothing of the person is left when the call is over.
        Assert.Equal(["status", "verification_id", "eid"], read.Json["caller_verification"]!.AsObject().Select(member => member.Key));
        Assert.All([placed, read], answer => Assert.DoesNotContain(person.Number, answer.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_call_that_nobody_answers_says_so()
    {
        await using var person = new CalledPerson(_world, _service, People.Astrid, [], CalleeAnswer.Busy);

        await OrderAsync(_api, Order(person.Number));
        var call = await person.EndedAsync(Cancellation);

        var read = await _api.GetAsync($"/api/calls/{call.Sid}", Cancellation);
        Assert.Equal(("ended", "busy"), (read["status"], read["endReason"]));
        Assert.Null(read.Json["caller_verification"]);
    }

    [Fact]
    public async Task A_call_can_be_hung_up_by_who_may_act_for_its_line()
    {
        await using var person = new CalledPerson(_world, _service, People.Astrid, [], CalleeAnswer.NoAnswer);
        using var elsewhere = new ApiClient(_service.Url, "cak_elsewhere");
        var location = (await OrderAsync(_api, Order(person.Number))).Headers.Location!.ToString();

        Assert.Equal("not-found", (await elsewhere.GetAsync(location, Cancellation)).Problem);
        Assert.Equal("not-found", (await DeleteAsync(elsewhere, location)).Problem);
        Assert.Equal(HttpStatusCode.NoContent, (await DeleteAsync(_api, location)).Status);
        await person.EndedAsync(Cancellation);
        Assert.Equal("canceled", (await _api.GetAsync(location, Cancellation))["endReason"]);
        Assert.Equal(HttpStatusCode.NoContent, (await DeleteAsync(_api, location)).Status);
    }

    [Fact]
    public async Task The_same_order_sent_again_rings_once()
    {
        await using var person = new CalledPerson(_world, _service, People.Astrid, [], CalleeAnswer.Busy);

        var first = await OrderAsync(_api, Order(person.Number), "order-1");
        var second = await OrderAsync(_api, Order(person.Number), "order-1");
        var other = await OrderAsync(_api, Order("+46701999999"), "order-1");

        Assert.Equal((first.Text, first.Headers.Location), (second.Text, second.Headers.Location));
        Assert.Equal("idempotency-key-reused", other.Problem);
        Assert.Single(_world.Simulator.Carrier.Calls);
    }

    [Fact]
    public async Task Who_placed_looked_and_hung_up_is_in_the_audit_trail_and_the_number_is_not()
    {
        await using var person = new CalledPerson(_world, _service, People.Astrid, [], CalleeAnswer.NoAnswer);
        using var reader = new ApiClient(_service.Url, "cak_reader");

        var location = (await OrderAsync(_api, Order(person.Number))).Headers.Location!.ToString();
        for (var look = 0; look < 3; look++)
            await reader.GetAsync(location, Cancellation);
        for (var end = 0; end < 3; end++)
            await DeleteAsync(_api, location);

        var call = await person.RungAsync(Cancellation);
        var records = await AuditedAsync(3);
        Assert.Equal(
            ["call_placed system:simulator", "call_looked system:reader", "call_end_asked system:simulator"],
            records.Select(record => $"{record.Outcome} {record.AskedBy}"));
        Assert.Equal(3, await _service.AuditLinesAsync());
        Assert.All(records, record => Assert.Equal((call.Sid, Line.Norrsken.Number, null), (record.CallSid, record.Line, record.Person)));
        Assert.Equal(32, records[0].CalledNumber!.Length);
        Assert.DoesNotContain(person.Number, await _service.StoreContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_tried_and_may_not_is_in_the_log_without_what_they_sent()
    {
        using var reader = new ApiClient(_service.Url, "cak_reader");

        await OrderAsync(reader, Order("+46701740612"));
        await OrderAsync(_api, Order("+12125550100"));

        Assert.Single(_service.LogLinesWith("system:reader was refused placeCall: forbidden"));
        Assert.Single(_service.LogLinesWith("system:simulator was refused placeCall: number-not-allowed"));
        Assert.Empty(_service.LogLinesWith("2125550100"));
    }

    [Theory]
    [InlineData("PerActor", "+46701740612", "+46701740613")]
    [InlineData("PerNumber", "+46701740612", "+46701740612")]
    [InlineData("Overall", "+46701740612", "+46701740613")]
    public async Task Over_a_limit_nothing_rings_and_it_is_told_when_to_try_again(string limit, string first, string second)
    {
        var service = _world.StartService(settings: new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [$"Outbound:Limits:{limit}:Short:Most"] = "1",
            ["Outbound:AllowedPrefixes:2"] = "+45",
        });
        using var api = new ApiClient(service.Url);

        var placed = await OrderAsync(api, Order(first));
        var refused = await OrderAsync(api, Order(second));

        Assert.Equal(HttpStatusCode.Accepted, placed.Status);
        Assert.Equal("calls-limited", refused.Problem);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15));
        Assert.Single(_world.Simulator.Carrier.Calls);
        // Whoever goes on trying fills no trail.
        await OrderAsync(api, Order(second));
        Assert.Equal(2, await service.AuditLinesAsync());
        Assert.DoesNotContain(await service.StoredKeysAsync(), key => key.Contains(first, StringComparison.Ordinal) || key.Contains("system:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"line":"+4721000000","to":"+46701740612"}""", "inbound-only", "eid")]
    [InlineData("""{"line":"+46101000000","to":"+12125550100"}""", "number-not-allowed", "to")]
    [InlineData("""{"line":"+46101000000","to":"0701740605"}""", "invalid", "to")]
    [InlineData("""{"line":"+46101000000"}""", "invalid", "to")]
    [InlineData("""{"line":"+46101000000","to":46701740612}""", "invalid", "to")]
    [InlineData("""{"line":"+46101000000","to":"+46701740612","nationalId":"189001019802"}""", "invalid", "")]
    [InlineData("""{"line":"+4799999999","to":"+46701740612"}""", "invalid", "line")]
    [InlineData("[]", "malformed", null)]
    public async Task An_order_that_cannot_be_is_refused_and_rings_nobody(string body, string problem, string? field)
    {
        var answer = await OrderAsync(_api, body);

        Assert.Equal(problem, answer.Problem);
        if (field is not null)
            Assert.NotNull(answer.ErrorIn(field));
        Assert.Empty(_world.Simulator.Carrier.Calls);
        Assert.DoesNotContain("46701740612", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("189001019802", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_are_placed_by_those_who_may_alone()
    {
        using var stranger = new ApiClient(_service.Url, bearer: null);
        using var reader = new ApiClient(_service.Url, "cak_reader");
        using var elsewhere = new ApiClient(_service.Url, "cak_elsewhere");

        Assert.Equal("unauthorized", (await OrderAsync(stranger, Order("+46701740612"))).Problem);
        Assert.Equal("forbidden", (await OrderAsync(reader, Order("+46701740612"))).Problem);
        Assert.Equal(("invalid", true), await LineAtFaultAsync(elsewhere));
        Assert.Empty(_world.Simulator.Carrier.Calls);
    }

    [Fact]
    public async Task The_description_tells_how_to_be_let_in_and_what_comes_back()
    {
        var paths = (await _api.GetAsync("/openapi/v1.json", Cancellation)).Json["paths"]!;

        var place = paths["/api/calls"]!["post"]!;
        Assert.Equal("verifications.write", (string?)place["security"]![0]!["token"]![0]);
        Assert.Contains(place["parameters"]!.AsArray(), parameter => (string?)parameter!["name"] == "Idempotency-Key");
        Assert.All(["202", "401", "403", "422", "429", "502", "504"], status => Assert.NotNull(place["responses"]![status]));
        Assert.Equal("verifications.read", (string?)paths["/api/calls/{callSid}"]!["get"]!["security"]![0]!["token"]![0]);
        Assert.NotNull(paths["/api/verifications/{id}/announcement"]!["post"]!["security"]);
    }

    [Theory]
    [InlineData("CA1")]
    [InlineData("..%2F..%2Fx")]
    [InlineData("CA0123456789abcdef0123456789abcdef")]
    public async Task A_call_that_is_none_of_ours_is_not_found(string callSid) =>
        Assert.Equal("not-found", (await _api.GetAsync($"/api/calls/{callSid}", Cancellation)).Problem);

    [Fact]
    public async Task A_call_that_came_in_is_none_of_ours()
    {
        var call = _service.Call(Line.Norrsken);
        await call.RingAsync(Cancellation);

        Assert.Equal("not-found", (await _api.GetAsync($"/api/calls/{call.CallSid}", Cancellation)).Problem);
    }

    private async Task<IReadOnlyList<AuditRecord>> AuditedAsync(int count)
    {
        var trail = _service.Services.GetRequiredService<AuditTrail>();
        for (var looks = 0; ; looks++)
        {
            List<AuditRecord> found = [];
            await foreach (var record in trail.ReadAsync(trail.Today.AddDays(-1), trail.Today, Cancellation))
                found.Add(record!);
            if (found.Count >= count || looks > 100)
                return found;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);
        }
    }

    private static async Task<(string? Problem, bool OfLine)> LineAtFaultAsync(ApiClient api)
    {
        var answer = await OrderAsync(api, Order("+46701740612"));
        return (answer.Problem, answer.ErrorIn("line") is not null);
    }

    private static string Order(string to) => new JsonObject { ["line"] = Line.Norrsken.Number, ["to"] = to }.ToJsonString();

    private static Task<ApiAnswerRead> DeleteAsync(ApiClient api, string path) => api.SendAsync(new HttpRequestMessage(HttpMethod.Delete, path), Cancellation);

    private static Task<ApiAnswerRead> OrderAsync(ApiClient api, string body, string? idempotencyKey = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/calls") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        return api.SendAsync(request, Cancellation);
    }
}
