using System.Text.Json.Nodes;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Agents;

/// <summary>The task of a live call learns what came of a verification, whatever TaskRouter's REST API answers on the way.</summary>
public sealed class TaskAttributesTests : IAsyncLifetime, IDisposable
{
    private const string Workspace = "WS00000000000000000000000000000001";
    private const string TaskSid = "WT00000000000000000000000000000001";
    private const string Attributes = """{\"call_sid\":\"CA1\",\"to\":\"+4721000000\",\"note\":\"å\"}""";

    private readonly WireMockServer _rest = WireMockServer.Start();
    private World _world = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string TaskPath => $"/v1/Workspaces/{Workspace}/Tasks/{TaskSid}";

    public async ValueTask InitializeAsync() => _world = await World.StartAsync(StoreKind.Embedded, Cancellation);

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    public void Dispose() => _rest.Dispose();

    [Fact]
    public async Task What_came_of_it_is_merged_into_the_attributes_of_the_edition_that_was_read()
    {
        Reads("\"7\"");
        Writes(200, "{}");
        using var service = Start();

        var id = await VerifiedAsync(service, TaskSid);

        var written = Assert.Single(await WritesAsync(1));
        Assert.Equal("\"7\"", written.IfMatch);
        Assert.Equal(["call_sid", "to", "note", "caller_verification"], written.Attributes.Select(member => member.Key));
        Assert.Equal("å", (string?)written.Attributes["note"]);
        var verification = written.Attributes["caller_verification"]!.AsObject();
        Assert.Equal(("verified", id, null), ((string?)verification["status"], (string?)verification["verification_id"], (string?)verification["reason"]));
        Assert.Empty(service.Instance.LogLinesWith(People.Norwegian(410).NationalId));
        Assert.Empty(service.Instance.LogLinesWith(People.Norwegian(410).FamilyName));
    }

    [Fact]
    public async Task A_task_that_was_changed_meanwhile_is_read_again()
    {
        const string Changed = "changed";
        Reads("\"7\"", next: Changed, path: "reads");
        Reads("\"8\"", at: Changed, path: "reads");
        _rest.Given(Request.Create().UsingPost().WithPath(TaskPath).WithHeader("If-Match", "\"7\"")).RespondWith(Response.Create().WithStatusCode(412).WithBody("""{"code":20412,"message":"Precondition Failed","status":412}"""));
        _rest.Given(Request.Create().UsingPost().WithPath(TaskPath).WithHeader("If-Match", "\"8\"")).RespondWith(Response.Create().WithStatusCode(200).WithBody("{}"));
        using var service = Start();

        await VerifiedAsync(service, TaskSid);

        Assert.Equal(["\"7\"", "\"8\""], (await WritesAsync(2)).Select(write => write.IfMatch));
    }

    [Fact]
    public async Task Over_the_limit_it_waits_as_long_as_Twilio_asks()
    {
        const string Limited = "limited";
        Reads("\"7\"");
        _rest.Given(Request.Create().UsingPost().WithPath(TaskPath)).InScenario(Limited).WillSetStateTo(Limited)
            .RespondWith(Response.Create().WithStatusCode(429).WithHeader("Retry-After", "1").WithBody("""{"code":20429,"message":"Too Many Requests","status":429}"""));
        _rest.Given(Request.Create().UsingPost().WithPath(TaskPath)).InScenario(Limited).WhenStateIs(Limited).RespondWith(Response.Create().WithStatusCode(200).WithBody("{}"));
        using var service = Start();

        await VerifiedAsync(service, TaskSid);

        var writes = await WritesAsync(2);
        Assert.True(writes[1].At - writes[0].At >= TimeSpan.FromSeconds(0.9), $"{writes[1].At - writes[0].At}");
    }

    [Fact]
    public async Task A_task_that_is_gone_is_noted_and_asked_for_no_more()
    {
        _rest.Given(Request.Create().UsingGet().WithPath(TaskPath)).RespondWith(Response.Create().WithStatusCode(404).WithBody("""{"code":20404,"message":"not found","status":404}"""));
        using var service = Start();

        await VerifiedAsync(service, TaskSid);

        await UntilAsync(() => service.Instance.LogLinesWith($"task {TaskSid} is gone").Any());
        Assert.Single(_rest.LogEntries);
    }

    [Fact]
    public async Task Without_a_task_it_is_the_one_of_its_call_that_is_not_over()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var instance = world.StartService();
        using var api = new ApiClient(instance.Url);
        // A caller who wanted no identification talks to an agent, who asks for one after all.
        var call = await InTalkAsync(world);
        var tasks = world.Simulator.Carrier.Tasks;
        var left = tasks.OfCall(call.Sid)!;
        tasks.Create("WW00000000000000000000000000000002", left.Attributes, call);

        var body = ApiClient.Norwegian(People.Norwegian(411).NationalId, Line.Vestlys);
        body["callSid"] = call.Sid;
        var id = (await api.StartAsync(body, Cancellation))["id"]!;
        await api.UntilPendingAsync(id, Cancellation);
        Assert.Single(world.Simulator.Provider.Orders).MoveTo(OrderStatus.Approved);
        await api.UntilEndedAsync(id, Cancellation);

        await UntilAsync(() => (string?)tasks.OfCall(call.Sid)!.Attributes["caller_verification"]!["status"] == "verified");
        Assert.Equal(Line.Vestlys.Number, (string?)tasks.OfCall(call.Sid)!.Attributes["to"]);
        Assert.Equal(1, tasks.Find(left.Sid)!.Edition);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_task_of_another_caller_is_left_alone(bool withCall)
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var instance = world.StartService();
        using var api = new ApiClient(instance.Url);
        var (call, other) = (await InTalkAsync(world), await InTalkAsync(world));
        var task = world.Simulator.Carrier.Tasks.OfCall(other.Sid)!;

        var body = ApiClient.Norwegian(People.Norwegian(412).NationalId, Line.Vestlys);
        body["taskSid"] = task.Sid;
        if (withCall)
            body["callSid"] = call.Sid;
        var id = (await api.StartAsync(body, Cancellation))["id"]!;
        await api.UntilPendingAsync(id, Cancellation);
        Assert.Single(world.Simulator.Provider.Orders).MoveTo(OrderStatus.Approved);
        await api.UntilEndedAsync(id, Cancellation);

        await UntilAsync(() => instance.LogLinesWith($"Task {task.Sid} is not of the call of verification {id}").Any());
        Assert.Equal(task.Attributes.ToJsonString(), world.Simulator.Carrier.Tasks.Find(task.Sid)!.Attributes.ToJsonString());
    }

    private static async Task<Simulator.Telephony.PhoneCall> InTalkAsync(World world)
    {
        var talks = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Simulator.Carrier.Agents[Line.Vestlys.WhenUnverified.Address!] = Simulator.Telephony.AgentAnswer.PicksUp with { Talk = TimeSpan.FromMinutes(10) };
        var call = world.Simulator.Carrier.Dial("+4790000001", Line.Vestlys.Number, dialled =>
        {
            var caller = new Simulator.Phone.Caller(dialled, [new Simulator.Phone.Step(Cues.NorwegianNumber, "0")]);
            dialled.Attach(caller.Notice);
            dialled.Attach(moment =>
            {
                if (moment.Kind == Simulator.Telephony.MomentKind.WithAgent)
                    talks.TrySetResult();
            });
        });
        await talks.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Cancellation);
        return call;
    }

    private RunningService Start() => new(_world.StartService(settings: new Dictionary<string, string>(StringComparer.Ordinal) { ["Twilio:ApiBaseUrl"] = _rest.Url! }));

    private void Reads(string etag, string? at = null, string? next = null, string? path = null)
    {
        var given = _rest.Given(Request.Create().UsingGet().WithPath(TaskPath));
        if (path is not null)
        {
            var scenario = given.InScenario(path);
            given = at is null ? scenario : scenario.WhenStateIs(at);
            if (next is not null)
                given = given.WillSetStateTo(next);
        }

        given.RespondWith(Response.Create().WithStatusCode(200).WithHeader("ETag", etag).WithBody($$"""{"sid":"{{TaskSid}}","attributes":"{{Attributes}}"}"""));
    }

    private void Writes(int status, string body) =>
        _rest.Given(Request.Create().UsingPost().WithPath(TaskPath)).RespondWith(Response.Create().WithStatusCode(status).WithBody(body));

    private async Task<string> VerifiedAsync(RunningService service, string taskSid)
    {
        var body = ApiClient.Norwegian(People.Norwegian(410).NationalId, Line.Nordlys);
        body["taskSid"] = taskSid;
        var id = (await service.Api.StartAsync(body, Cancellation))["id"]!;
        await service.Api.UntilPendingAsync(id, Cancellation);
        Assert.Single(_world.Simulator.Provider.Orders).MoveTo(OrderStatus.Approved);
        await service.Api.UntilEndedAsync(id, Cancellation);
        return id;
    }

    private async Task<IReadOnlyList<Write>> WritesAsync(int count)
    {
        IReadOnlyList<Write> writes = [];
        await UntilAsync(() => (writes = Sent()).Count >= count);
        return writes;
    }

    private List<Write> Sent() =>
    [
        .. from request in _rest.LogEntries.Select(entry => entry.RequestMessage!)
           where request.Method == "POST"
           orderby request.DateTime
           select new Write(
               request.Headers!["If-Match"].Single(),
               JsonNode.Parse(Uri.UnescapeDataString(request.Body!["Attributes=".Length..].Replace('+', ' ')))!.AsObject(),
               request.DateTime),
    ];

    private static async Task UntilAsync(Func<bool> wished)
    {
        for (var looks = 0; !wished(); looks++)
        {
            Assert.True(looks < 400, "It did not come.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);
        }
    }

    private sealed record Write(string IfMatch, JsonObject Attributes, DateTime At);

    private sealed record RunningService(ServiceUnderTest Instance) : IDisposable
    {
        public ApiClient Api { get; } = new(Instance.Url);

        public void Dispose() => Api.Dispose();
    }
}
