using System.Text.Json.Nodes;
using CallerAuth.Calls;
using CallerAuth.Identity;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.IntegrationTests.Verification;
using CallerAuth.Lines;
using CallerAuth.Verification;
using CallerAuth.Webhooks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CallerAuth.IntegrationTests.Webhooks;

/// <summary>When a call counts as handed on, and as what.</summary>
public sealed class RoutedCallsTests
{
    private static readonly VerificationId Id = VerificationId.New(new NationalIdHasher(Convert.FromBase64String(StoreUnderTest.HashKey)).Hash(Some.NationalId()));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_verified_call_is_told_when_it_is_handed_on_and_once_more_when_it_goes_elsewhere() => Assert.Equal(
        ["Client verified", "Number verified"],
        await ToldAsync(
            (Verified(Handoff.First), Verified(Handoff.FirstTold), new CallEvent.OutcomeTold()),
            (Verified(Handoff.FirstTold), Verified(Handoff.Second(new CallEvent.AgentLegFailed())), new CallEvent.AgentLegFailed())));

    [Fact]
    public async Task What_was_lost_is_made_up_for_at_the_end_and_told_once() => Assert.Equal(
        ["Client verified"],
        await ToldAsync(
            (Verified(Handoff.FirstTold), new CallState.Ended(EndReason.TalkedToAgent), new CallEvent.AgentLegEnded()),
            (Verified(Handoff.FirstTold), new CallState.Ended(EndReason.HungUp), new CallEvent.HungUp())));

    [Fact]
    public async Task Who_heard_an_apology_was_handed_on_unverified_and_stays_so() => Assert.Equal(
        ["Number unverified"],
        await ToldAsync(
            (Verified(Handoff.First), Sorry(Handoff.FirstTold), new CallEvent.Apologised()),
            (Sorry(Handoff.FirstTold), new CallState.Ended(EndReason.TalkedToAgent), new CallEvent.AgentLegEnded())));

    [Fact]
    public async Task An_outcome_that_nobody_heard_is_followed_by_where_the_apology_led() => Assert.Equal(
        ["Client verified", "Number unverified"],
        await ToldAsync(
            (Verified(Handoff.First), Verified(Handoff.FirstTold), new CallEvent.OutcomeTold("1")),
            (Verified(Handoff.FirstTold), Sorry(Handoff.Unheard), new CallEvent.Apologised("1"))));

    [Fact]
    public async Task A_caller_who_hung_up_before_was_handed_to_nobody() => Assert.Empty(
        await ToldAsync((Verified(Handoff.First), new CallState.Ended(EndReason.HungUp), new CallEvent.HungUp())));

    [Fact]
    public async Task A_goodbye_is_no_destination() => Assert.Empty(
        await ToldAsync(
            [(new CallState.AwaitingApproval(Id, null, default, TimeProvider.System.GetUtcNow()), new CallState.Unverified(UnverifiedReason.Skipped, Id, Handoff.FirstTold), new CallEvent.AgentRequested())],
            line => line.WhenUnverified = new Destination { Kind = DestinationKind.Hangup }));

    private static Task<IReadOnlyList<string>> ToldAsync(params (CallState Before, CallState After, CallEvent Happened)[] transitions) => ToldAsync(transitions, _ => { });

    private static async Task<IReadOnlyList<string>> ToldAsync((CallState Before, CallState After, CallEvent Happened)[] transitions, Action<LineOptions> change)
    {
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);
        await using var simulator = await Instance.SimulateAsync();
        await using var instance = new Instance(store, simulator);
        await using var rig = new CourierRig(store, CourierRig.Quick(), "Development", CourierRig.To(new Uri("http://127.0.0.1:9/events")));
        var options = new LinesOptions();
        options.Lines[LinesOptions.AnyOther] = Some.LineOptions();
        change(options.Lines[LinesOptions.AnyOther]);
        var lines = new LineDirectory(Options.Create(options), instance.EIds);
        var call = Some.Call();
        foreach (var (before, after, happened) in transitions)
        {
            using var errands = new Errands(TimeProvider.System, NullLogger<Errands>.Instance);
            var routed = new RoutedCalls(rig.Courier, new WebhookEvents(TimeProvider.System), new HandedOnClaims(lines, instance.EIds), lines, errands);
            await routed.ChangedAsync(new Transition(call with { State = before }, call with { State = after }, happened), Cancellation);
            await errands.StopAsync(Cancellation);
        }

        return
        [
            .. (await rig.Outbox.ClaimAsync(rig.Targets.All[0], 10)).Claimed
                .Select(claim => JsonNode.Parse(claim.Message.Body)!["data"]!)
                .Select(data => $"{data["destination"]} {data["caller_verification"]!["status"]}")
                .Order(StringComparer.Ordinal),
        ];
    }

    private static CallState.Unverified Sorry(Handoff handoff) => new(UnverifiedReason.Error, Id, handoff);

    private static CallState.Verified Verified(Handoff handoff) => new(
        Id,
        new StoredIdentity { EId = "no-bankid", Acr = "acr", AuthenticatedAt = default, Subject = "somebody", Claims = new Dictionary<string, string>(StringComparer.Ordinal) },
        handoff);
}
