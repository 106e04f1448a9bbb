using System.Text.Json.Nodes;
using CallerAuth.Agents.Requests;
using CallerAuth.Calls;
using CallerAuth.Ciba;
using CallerAuth.Identity;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.IntegrationTests.Verification;
using CallerAuth.Lines;
using CallerAuth.Verification;
using CallerAuth.Webhooks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CallerAuth.IntegrationTests.Webhooks;

/// <summary>What is told of a verification's end, by whoever learns of it first.</summary>
public class CompletedVerificationsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task An_end_that_is_told_twice_is_one_event(StoreKind kind)
    {
        await using var rig = await Rig.StartAsync(kind);
        var call = await rig.SaveAsync(new CallState.AwaitingApproval(rig.Id, null, default, TimeProvider.System.GetUtcNow()));

        await rig.Completed.EndedAsync(rig.Id, rig.Record($"call:{call.CallSid}"), Verified, Cancellation);
        await rig.Completed.EndedAsync(rig.Id, rig.Record($"call:{call.CallSid}"), Verified, Cancellation);

        var data = Assert.Single(await rig.EventsAsync())["data"]!;
        Assert.Equal(call.CallSid, data["call_sid"]!.GetValue<string>());
        Assert.Equal(
            """{"status":"verified","verification_id":"ID","eid":"no-bankid","acr":"urn:grn:authn:no:bankid","authenticated_at":"2026-11-23T09:00:05Z","subject":"somebody","name":"Kari Nordmann"}"""
                .Replace("ID", rig.Id.Value, StringComparison.Ordinal),
            data["caller_verification"]!.ToJsonString());
    }

    [Fact]
    public async Task A_caller_who_pressed_0_in_the_moment_of_approval_is_unverified_here_too()
    {
        await using var rig = await Rig.StartAsync(StoreKind.Embedded);
        var call = await rig.SaveAsync(new CallState.Unverified(UnverifiedReason.Skipped, rig.Id, Handoff.FirstTold));

        await rig.Completed.EndedAsync(rig.Id, rig.Record($"call:{call.CallSid}"), Verified, Cancellation);

        Assert.Equal(("unverified", "skipped"), await rig.OutcomeAsync());
    }

    [Theory]
    [InlineData(false, "cancelled")]
    [InlineData(true, "skipped")]
    public async Task A_verification_that_is_left_alone_is_told_by_the_call(bool pressed0, string reason)
    {
        await using var rig = await Rig.StartAsync(StoreKind.Embedded);
        var before = Some.Call() with { State = new CallState.AwaitingApproval(rig.Id, null, default, TimeProvider.System.GetUtcNow()) };
        var after = before with { State = pressed0 ? new CallState.Unverified(UnverifiedReason.Skipped, rig.Id, Handoff.FirstTold) : new CallState.Ended(EndReason.HungUp) };

        await rig.Completed.ChangedAsync(new Transition(before, after, pressed0 ? new CallEvent.AgentRequested() : new CallEvent.HungUp()), Cancellation);
        await rig.Errands.StopAsync(Cancellation);

        Assert.Equal(("unverified", reason), await rig.OutcomeAsync());
    }

    [Fact]
    public async Task What_the_poll_engine_ends_is_left_for_it_to_tell()
    {
        await using var rig = await Rig.StartAsync(StoreKind.Embedded);
        var before = Some.Call() with { State = new CallState.AwaitingApproval(rig.Id, null, default, TimeProvider.System.GetUtcNow()) };
        var after = before with { State = new CallState.OfferingRetry(rig.Id, UnverifiedReason.Declined, Tries.None) };

        await rig.Completed.ChangedAsync(new Transition(before, after, new CallEvent.AttemptFailed(rig.Id, UnverifiedReason.Declined)), Cancellation);
        await rig.Errands.StopAsync(Cancellation);

        Assert.Empty(await rig.EventsAsync());
    }

    [Fact]
    public async Task A_requested_verification_names_its_call_and_who_asked()
    {
        await using var rig = await Rig.StartAsync(StoreKind.Embedded);
        var now = TimeProvider.System.GetUtcNow();
        var request = new RequestedVerification
        {
            Id = rig.Id,
            Line = "+4721000000",
            CallSid = "CA1",
            EId = "no-bankid",
            Initiator = CallInitiator.User,
            AskedBy = "system:crm",
            AskedAt = now,
            Person = "pseudonym",
            State = new RequestState.Unverified(UnverifiedReason.Declined),
            ChangedAt = now,
        };
        await new RequestStore(rig.Store.Connection, rig.Store.Keys, rig.Store.Sealer).SaveAsync(request);

        await rig.Completed.EndedAsync(rig.Id, rig.Record($"desk:{rig.Id}"), new VerificationOutcome.Declined(), Cancellation);
        Assert.True(rig.Completed.TryTell(request));
        await rig.Errands.StopAsync(Cancellation);

        var data = Assert.Single(await rig.EventsAsync())["data"]!;
        Assert.Equal(("CA1", "system:crm"), (data["call_sid"]!.GetValue<string>(), data["asked_by"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_store_that_is_away_makes_the_engine_tell_it_again()
    {
        await using var rig = await Rig.StartAsync(StoreKind.Redis);
        rig.Store.StopServer();

        await Assert.ThrowsAnyAsync<Exception>(() => rig.Completed.EndedAsync(rig.Id, rig.Record("call:CA1"), new VerificationOutcome.Declined(), Cancellation));
    }

    [Fact]
    public async Task The_engine_tells_a_witness_again_and_keeps_the_end_until_it_has_heard_it()
    {
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);
        await using var simulator = await Instance.SimulateAsync();
        await using var instance = new Instance(store, simulator);
        instance.Witness.IsDeaf = true;
        var (id, _) = await instance.StartAsync(Some.Fodselsnummer);
        simulator.Provider.Orders.Single().MoveTo(Simulator.Provider.OrderStatus.Declined);

        Assert.NotNull(await instance.AttendAsync(id));
        instance.Witness.IsDeaf = false;
        Assert.Null(await instance.AttendAsync(id));

        Assert.Equal(2, instance.Witness.Told);
        Assert.Null(await store.Verifications.FindAsync(id));
    }

    private static VerificationOutcome.Verified Verified => new(new VerifiedIdentity(
        "no-bankid",
        "urn:grn:authn:no:bankid",
        new DateTimeOffset(2026, 11, 23, 10, 0, 5, TimeSpan.FromHours(1)),
        "somebody",
        new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = "Kari Nordmann" }));

    /// <summary>The listener of an instance, with an outbox that nobody empties.</summary>
    private sealed class Rig : IAsyncDisposable
    {
        private readonly CourierRig _couriers;
        private readonly Instance _instance;
        private readonly Simulator.SimulatorHost _simulator;

        private Rig(StoreUnderTest store, Simulator.SimulatorHost simulator)
        {
            (Store, _simulator) = (store, simulator);
            _couriers = new CourierRig(store, CourierRig.Quick(), "Development", CourierRig.To(new Uri("http://127.0.0.1:9/events")));
            _instance = new Instance(store, simulator);
            Errands = new Errands(TimeProvider.System, NullLogger<Errands>.Instance);
            var options = new LinesOptions();
            options.Lines[LinesOptions.AnyOther] = Some.LineOptions();
            options.Lines[LinesOptions.AnyOther].Attributes = ["name"];
            var claims = new HandedOnClaims(new LineDirectory(Options.Create(options), _instance.EIds), _instance.EIds);
            Completed = new CompletedVerifications(
                _couriers.Courier, new WebhookEvents(TimeProvider.System), claims, store.Calls, new RequestStore(store.Connection, store.Keys, store.Sealer), Errands);
        }

        public StoreUnderTest Store { get; }

        public Errands Errands { get; }

        public CompletedVerifications Completed { get; }

        public VerificationId Id { get; } = VerificationId.New(new NationalIdHasher(Convert.FromBase64String(StoreUnderTest.HashKey)).Hash(Some.NationalId()));

        public static async Task<Rig> StartAsync(StoreKind kind) =>
            new(await StoreUnderTest.StartAsync(kind, Cancellation), await Instance.SimulateAsync());

        public VerificationRecord Record(string waiter) => Some.Record(Store.Hasher.Hash(Some.NationalId()), waiter) with
        {
            Asked = _instance.Audit.Asked(Asker.Ivr, "+4721000000", "no-bankid", Id.Value, Store.Hasher.Hash(Some.NationalId()), null),
        };

        public async Task<Call> SaveAsync(CallState state) => (await Store.Calls.SaveAsync(Some.Call() with { State = state })).Standing!;

        public async Task<IReadOnlyList<JsonNode>> EventsAsync() =>
            [.. (await _couriers.Outbox.ClaimAsync(_couriers.Targets.All[0], 10)).Claimed.Select(claim => JsonNode.Parse(claim.Message.Body)!)];

        public async Task<(string Status, string Reason)> OutcomeAsync()
        {
            var verification = Assert.Single(await EventsAsync())["data"]!["caller_verification"]!;
            return (verification["status"]!.GetValue<string>(), verification["reason"]!.GetValue<string>());
        }

        public async ValueTask DisposeAsync()
        {
            Errands.Dispose();
            await _instance.DisposeAsync();
            await _simulator.DisposeAsync();
            await _couriers.DisposeAsync();
            await Store.DisposeAsync();
        }
    }
}
