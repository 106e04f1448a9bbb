using CallerAuth.Audit;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Faults;
using CallerAuth.Simulator.Scenarios;
using CallerAuth.Verification;

namespace CallerAuth.IntegrationTests.Verification;

/// <summary>Limits on the whole way from the wish to the provider, with two instances on one store.</summary>
public class LimitedStartsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_strangers_calls_ring_a_person_three_times_whichever_instance_they_reach_and_whoever_calls(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        await using var simulator = await Instance.SimulateAsync();
        await using var one = new Instance(store, simulator);
        await using var two = new Instance(store, simulator);
        var starts = new List<VerificationStart>();

        for (var call = 0; call < 8; call++)
        {
            var instance = call % 2 == 0 ? one : two;
            var (id, start) = await instance.StartAsync(Victim, from: $"+479000000{call}");
            starts.Add(start);
            await instance.Verifier.CancelAsync(id);
        }

        Assert.All(starts[..3], start => Assert.IsType<VerificationStart.Running>(start));
        Assert.All(starts[3..], start => Assert.IsType<VerificationStart.Limited>(start));
        Assert.Equal(3, simulator.Provider.Orders.Count);
        Assert.Equal(
            [.. Enumerable.Repeat(AuditOutcome.Cancelled, 3), .. Enumerable.Repeat(AuditOutcome.Limited, 5)],
            (await one.AuditedAsync()).Select(record => record.Outcome));
        Assert.Contains(one.LogLines.Concat(two.LogLines), line => line.EndsWith("the limit of the person is reached ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task One_telephone_asks_for_five_people_also_when_the_provider_refuses_them(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        await using var simulator = await Instance.SimulateAsync();
        await using var one = new Instance(store, simulator);
        await using var two = new Instance(store, simulator);
        simulator.Provider.Faults.Start.Play(Fault.Answer.OAuthError(400, "unknown_user_id"), times: 3);
        var starts = new List<VerificationStart>();

        for (var guess = 0; guess < 7; guess++)
            starts.Add((await (guess % 2 == 0 ? one : two).StartAsync(People.Norwegian(guess).NationalId)).Start);

        Assert.Equal(
            ["Unavailable", "Unavailable", "Unavailable", "Running", "Running", "Limited", "Limited"],
            starts.Select(start => start.GetType().Name));
        Assert.IsType<VerificationStart.Running>((await one.StartAsync(People.Norwegian(9).NationalId, from: "+4790000002")).Start);
        Assert.Equal(
            ["refused", "refused", "refused", "limited", "limited"],
            (await one.AuditedAsync()).Select(record => record.Outcome));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task Those_who_withhold_their_number_share_a_limit_on_each_line(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        await using var simulator = await Instance.SimulateAsync();
        await using var instance = new Instance(store, simulator, ("Limits:PerCallingNumber:Short:Most", "2"));

        await instance.StartAsync(People.Norwegian(0).NationalId, from: "anonymous");
        await instance.StartAsync(People.Norwegian(1).NationalId, from: "");

        Assert.IsType<VerificationStart.Limited>((await instance.StartAsync(People.Norwegian(2).NationalId, from: "+266696687")).Start);
        Assert.IsType<VerificationStart.Running>((await instance.StartAsync(People.Norwegian(2).NationalId, from: "anonymous", line: "+4721000001")).Start);
        Assert.IsType<VerificationStart.Running>((await instance.StartAsync(People.Norwegian(3).NationalId)).Start);
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_start_beside_a_running_one_costs_neither_the_person_nor_the_caller(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        await using var simulator = await Instance.SimulateAsync();
        await using var instance = new Instance(store, simulator);
        var (id, _) = await instance.StartAsync(Victim);

        for (var impatience = 0; impatience < 10; impatience++)
            Assert.IsType<VerificationStart.AlreadyRunning>((await instance.StartAsync(Victim)).Start);
        await instance.Verifier.CancelAsync(id);

        Assert.IsType<VerificationStart.Running>((await instance.StartAsync(Victim)).Start);
        Assert.Equal(10, (await instance.AuditedAsync()).Count(record => record.Outcome == AuditOutcome.AlreadyRunning));
    }

    [Theory]
    [InlineData("unknown_user_id", 5)]
    [InlineData(null, 3)]
    public async Task A_refusal_rang_nobody_and_a_lost_answer_may_have(string? error, int asked)
    {
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);
        await using var simulator = await Instance.SimulateAsync();
        await using var instance = new Instance(store, simulator);
        simulator.Provider.Faults.Start.Play(error is null ? new Fault.Abort() : Fault.Answer.OAuthError(400, error));
        var limited = 0;

        for (var call = 0; call < 5; call++)
            limited += (await instance.StartAsync(Victim)).Start is VerificationStart.Limited ? 1 : 0;

        Assert.Equal(asked, 5 - limited);
    }

    [Fact]
    public async Task Without_a_store_nothing_rings_and_the_failure_is_the_stores()
    {
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Redis, Cancellation);
        await using var simulator = await Instance.SimulateAsync();
        await using var instance = new Instance(store, simulator);
        store.StopServer();

        await Assert.ThrowsAnyAsync<Exception>(() => instance.StartAsync(Victim));

        Assert.Empty(simulator.Provider.Orders);
        Assert.Contains(instance.LogLines, line => line.StartsWith("Error: The audit trail misses verification ", StringComparison.Ordinal));
    }

    private static string Victim => People.Norwegian(0).NationalId;
}
