using System.Text.Json.Nodes;
using CallerAuth.Agents.OnCall;
using CallerAuth.Agents.Requests;
using CallerAuth.Calls;
using CallerAuth.Ciba;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Verification;

namespace CallerAuth.IntegrationTests.Agents;

/// <summary>Whether a verdict belongs into a task, from what the task's attributes say.</summary>
public sealed class TaskFactsTests : IAsyncLifetime
{
    private const string Line = "+4721000000";
    private const string OurCall = "CA00000000000000000000000000000001";
    private const string Foreign = "CA00000000000000000000000000000002";

    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    private static readonly VerificationId Older = IdOf('a');
    private static readonly VerificationId Newer = IdOf('b');

    private StoreUnderTest _store = null!;
    private AskedOnCalls _asked = null!;
    private RequestStore _requests = null!;
    private TaskFacts _facts = null!;

    public async ValueTask InitializeAsync()
    {
        _store = await StoreUnderTest.StartAsync(StoreKind.Embedded, TestContext.Current.CancellationToken);
        _asked = new AskedOnCalls(_store.Connection, _store.Keys);
        _requests = new RequestStore(_store.Connection, _store.Keys, _store.Sealer);
        _facts = new TaskFacts(_store.Calls, _asked, _requests);
        await _store.Calls.SaveAsync(Some.Call(OurCall));
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Theory]
    [InlineData(OurCall, "{\"call_sid\":\"" + OurCall + "\"}", true)]
    [InlineData(OurCall, "{\"call_sid\":\"" + Foreign + "\",\"to\":\"" + Line + "\"}", false)]
    [InlineData(OurCall, "{}", false)]
    [InlineData(OurCall, "{\"call_sid\":null}", false)]
    [InlineData(OurCall, "{\"call_sid\":7}", false)]
    [InlineData(null, "{}", true)]
    [InlineData(null, "{\"call_sid\":\"" + OurCall + "\",\"to\":\"" + Line + "\"}", false)]
    [InlineData(null, "{\"call_sid\":\"" + Foreign + "\",\"to\":\"" + Line + "\"}", true)]
    [InlineData(null, "{\"call_sid\":\"" + Foreign + "\",\"from\":\"" + Line + "\",\"to\":\"+4790000001\"}", true)]
    [InlineData(null, "{\"call_sid\":\"" + Foreign + "\",\"to\":\"+4721000003\"}", false)]
    [InlineData(null, "{\"call_sid\":\"" + Foreign + "\"}", false)]
    [InlineData(null, "{\"to\":\"" + Line + "\"}", true)]
    [InlineData(null, "{\"from\":\"" + Line + "\",\"to\":\"+4790000001\"}", true)]
    [InlineData(null, "{\"to\":\"+4721000003\"}", false)]
    [InlineData(null, "{\"from\":\"+4790000001\"}", false)]
    [InlineData(null, "{\"call_sid\":\"" + Foreign + "\",\"to\":\"" + Line + "\",\"caller_verification\":{\"status\":\"unverified\",\"reason\":\"skipped\"}}", false)]
    [InlineData(null, "{\"call_sid\":\"" + Foreign + "\",\"to\":\"" + Line + "\",\"caller_verification\":{\"status\":\"verified\",\"verification_id\":\"07cccccccccccccccccccccccc\"}}", false)]
    public async Task A_task_is_of_the_call_that_the_verification_is_about(string? callSid, string attributes, bool expected) =>
        Assert.Equal(expected, await _facts.AreOfAsync(Request(Newer, Now, callSid), JsonNode.Parse(attributes)!.AsObject()));

    [Fact]
    public async Task A_task_of_a_foreign_call_stays_one_after_it_was_told()
    {
        var (older, newer) = (Request(Older, Now, callSid: null), Request(Newer, Now + TimeSpan.FromSeconds(1), callSid: null));
        await _requests.SaveAsync(older);
        var told = Told(Older);
        (told["call_sid"], told["to"]) = (Foreign, Line);

        Assert.True(await _facts.AreOfAsync(newer, told));
        Assert.True(await _facts.AreOfAsync(older, told));
        Assert.False(await _facts.AreOfAsync(newer with { TaskSid = "WT00000000000000000000000000000002" }, told));
    }

    [Fact]
    public async Task What_cannot_be_opened_may_be_ours_and_keeps_nobody_waiting()
    {
        await _store.Database.HashSetAsync(_store.Keys.Call(Foreign), "call", "sealed by somebody else");
        await _store.Database.HashSetAsync(_store.Keys.Request(Older.Value), "request", "sealed by somebody else");
        JsonObject attributes = new() { ["call_sid"] = Foreign, ["to"] = Line };

        Assert.False(await _facts.AreOfAsync(Request(Newer, Now, callSid: null), attributes));
        Assert.True(await _facts.AreOlderAsync(Request(Newer, Now, callSid: null), Told(Older)));
    }

    [Fact]
    public async Task On_a_live_call_only_what_was_asked_last_is_told()
    {
        await _asked.NoteAsync(OurCall, Older);
        await _asked.NoteAsync(OurCall, Newer);

        Assert.False(await _facts.AreOlderAsync(Request(Older, Now, OurCall), []));
        Assert.True(await _facts.AreOlderAsync(Request(Newer, Now + TimeSpan.FromSeconds(1), OurCall), Told(Older)));
    }

    [Theory]
    [InlineData(OurCall)]
    [InlineData(null)]
    public async Task When_the_call_is_over_or_unknown_what_was_asked_later_stays(string? callSid)
    {
        var (older, newer) = (Request(Older, Now, callSid), Request(Newer, Now + TimeSpan.FromSeconds(1), callSid));
        await _requests.SaveAsync(older);
        await _requests.SaveAsync(newer);

        Assert.False(await _facts.AreOlderAsync(older, Told(Newer)));
        Assert.True(await _facts.AreOlderAsync(newer, Told(Older)));
        Assert.True(await _facts.AreOlderAsync(newer, Told(Newer)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"caller_verification\":\"by hand\"}")]
    [InlineData("{\"caller_verification\":{\"status\":\"unverified\",\"reason\":\"skipped\"}}")]
    [InlineData("{\"caller_verification\":{\"status\":\"verified\",\"verification_id\":\"07cccccccccccccccccccccccc\"}}")]
    public async Task What_the_call_itself_or_nobody_knows_of_is_older(string attributes) =>
        Assert.True(await _facts.AreOlderAsync(Request(Older, Now, OurCall), JsonNode.Parse(attributes)!.AsObject()));

    private static JsonObject Told(VerificationId id) => new() { ["caller_verification"] = new JsonObject { ["status"] = "unverified", ["verification_id"] = id.Value } };

    private static VerificationId IdOf(char one) => VerificationId.TryParse("07" + new string(one, 24), out var id) ? id : default;

    private static RequestedVerification Request(VerificationId id, DateTimeOffset askedAt, string? callSid) => new()
    {
        Id = id,
        Line = Line,
        CallSid = callSid,
        TaskSid = "WT00000000000000000000000000000001",
        EId = "no-bankid",
        Initiator = CallInitiator.User,
        AskedBy = "system:crm",
        AskedAt = askedAt,
        Person = "pseudonym",
        State = new RequestState.Unverified(UnverifiedReason.Declined),
        ChangedAt = askedAt,
    };
}
