using CallerAuth.Agents.Board;
using CallerAuth.Agents.Requests;
using CallerAuth.Calls;
using CallerAuth.Ciba;
using CallerAuth.Identity;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Verification;
using Microsoft.Extensions.DependencyInjection;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Agents.Board;

/// <summary>What a card says of a caller whom somebody has asked about: never an earlier yes in place of a later answer.</summary>
public class CardReaderTests
{
    private static readonly VerificationId First = IdOf('a');
    private static readonly VerificationId Second = IdOf('b');

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_yes_of_the_call_does_not_come_back_when_a_later_answer_is_lost(StoreKind kind)
    {
        await using var world = await World.StartAsync(kind, Cancellation);
        var service = world.StartService();
        var call = await VerifiedCallAsync(service);
        var before = await CardAsync(service, call);

        await service.Services.GetRequiredService<AskedOnCalls>().NoteAsync(call.CallSid, First);
        var after = await CardAsync(service, call);

        Assert.Equal(CardStatus.Verified, before.Status);
        Assert.Equal((CardStatus.Unverified, UnverifiedReason.Error), (after.Status, after.Reason));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_no_is_kept_for_as_long_as_the_yes_that_it_takes_away_and_let_go_with_the_call(StoreKind kind)
    {
        await using var world = await World.StartAsync(kind, Cancellation);
        var service = world.StartService();
        var call = await VerifiedCallAsync(service);
        await AskedAsync(service, call, First, new RequestState.Unverified(UnverifiedReason.Declined));
        var kept = await service.Store.KeyTimeToLiveAsync(service.Keys.Request(First.Value));
        var card = await CardAsync(service, call);

        await service.Services.GetRequiredService<Switchboard>().HappenedAsync(call.CallSid, _ => new CallEvent.AgentLegEnded());
        var left = await service.SettleAsync(TimeSpan.FromSeconds(20), Cancellation);

        Assert.Empty(left);
        Assert.Equal((CardStatus.Unverified, UnverifiedReason.Declined), (card.Status, card.Reason));
        Assert.InRange(kept!.Value, CallStore.Keep - TimeSpan.FromMinutes(1), CallStore.Keep);
        Assert.InRange((await service.Store.KeyTimeToLiveAsync(service.Keys.Request(First.Value)))!.Value, TimeSpan.FromMinutes(59), RequestStore.KeepEnded);
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task Of_two_who_asked_the_last_one_counts_whatever_is_written_after_it(StoreKind kind)
    {
        await using var world = await World.StartAsync(kind, Cancellation);
        var service = world.StartService();
        var call = await VerifiedCallAsync(service);
        await AskedAsync(service, call, First, new RequestState.Verified(Identity()));
        await AskedAsync(service, call, Second, new RequestState.Unverified(UnverifiedReason.Declined));

        // The first one's errand once more.
        await service.Services.GetRequiredService<AskedOnCalls>().NoteAsync(call.CallSid, First);

        Assert.Equal(Second, (await CardAsync(service, call)).Asked);
        Assert.Equal([First, Second], await service.Services.GetRequiredService<AskedOnCalls>().AllAsync(call.CallSid));
    }

    [Fact]
    public async Task What_is_over_is_told_apart_from_what_this_instance_cannot_show()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        var (reader, store) = (service.Services.GetRequiredService<CardReader>(), service.Services.GetRequiredService<CallStore>());
        var ended = (await store.SaveAsync(Call() with { State = new CallState.Ended(EndReason.HungUp) })).Standing!;
        var foreign = (await store.SaveAsync(Call() with { To = "+4799999999" })).Standing!;
        var spoiled = (await store.SaveAsync(Call())).Standing!;
        await service.Store.HashSetAsync(service.Keys.Call(spoiled.CallSid), "call", "sealed with another key");

        Assert.IsType<CardRead.Over>(await reader.ReadAsync(ended.CallSid));
        Assert.IsType<CardRead.Over>(await reader.ReadAsync(Some.CallSid()));
        Assert.IsType<CardRead.Unreadable>(await reader.ReadAsync(foreign.CallSid));
        Assert.IsType<CardRead.Unreadable>(await reader.ReadAsync(spoiled.CallSid));
    }

    private static Call Call() => Some.Call() with { To = Line.Norrsken.Number, EId = "se-bankid" };

    private static async Task<Call> VerifiedCallAsync(ServiceUnderTest service) =>
        (await service.Services.GetRequiredService<CallStore>().SaveAsync(Call() with { State = new CallState.Verified(First, Identity(), Handoff.FirstTold) })).Standing!;

    private static async Task AskedAsync(ServiceUnderTest service, Call call, VerificationId id, RequestState state)
    {
        var now = TimeProvider.System.GetUtcNow();
        await service.Services.GetRequiredService<RequestStore>().SaveAsync(new RequestedVerification
        {
            Id = id,
            Line = call.To,
            CallSid = call.CallSid,
            EId = "se-bankid",
            Initiator = CallInitiator.User,
            AskedBy = "agent:ingrid",
            AskedAt = now,
            Person = "0123456789abcdef",
            State = state,
            ChangedAt = now,
        });
        await service.Services.GetRequiredService<AskedOnCalls>().NoteAsync(call.CallSid, id);
    }

    private static async Task<CallCard> CardAsync(ServiceUnderTest service, Call call) =>
        Assert.IsType<CardRead.Shown>(await service.Services.GetRequiredService<CardReader>().ReadAsync(call.CallSid)).Card;

    private static StoredIdentity Identity() => new()
    {
        EId = "se-bankid",
        Acr = "urn:grn:authn:se:bankid",
        AuthenticatedAt = TimeProvider.System.GetUtcNow(),
        Subject = "somebody",
        Claims = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = "Astrid Lind" },
    };

    private static VerificationId IdOf(char digit) => VerificationId.TryParse("07" + new string(digit, 24), out var id) ? id : default;
}
