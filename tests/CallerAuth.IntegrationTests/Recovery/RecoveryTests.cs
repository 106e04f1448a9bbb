using CallerAuth.IntegrationTests.Service;
using CallerAuth.Simulator.Faults;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using Microsoft.AspNetCore.Http;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Recovery;

/// <summary>Instances die, freeze and go; callers on hold do not notice, and the provider is never asked too soon or twice at once.</summary>
[Collection(Alone.Name)]
public class RecoveryTests
{
    private const int Many = 150;

    private static readonly Manners Perfect = new(0, 0, 0, 0);

    [Fact(Timeout = 120_000)]
    public async Task When_an_instance_is_killed_everybody_is_polled_for_again_within_ten_seconds_and_nobody_too_soon()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var fleet = await Fleet.StartAsync(instances: 2, cancellation);
        await fleet.BeginAsync(Many, cancellation);

        var killed = fleet.Now;
        fleet.Instances[0].Kill();
        await fleet.UntilAllPolledSinceAsync(killed, cancellation);
        var recovery = fleet.Now - killed;

        TestContext.Current.TestOutputHelper?.WriteLine($"Everybody was polled for again {recovery.TotalSeconds:F1} s after the kill.");
        Assert.InRange(recovery, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        await fleet.ApproveAllAsync(cancellation);
        Assert.Equal(Perfect, fleet.Manners);
        Assert.Equal(Many, (await fleet.OutcomesAsync())["verified"]);
    }

    [Fact(Timeout = 120_000)]
    public async Task When_all_are_killed_the_next_one_that_comes_goes_on_for_everybody()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var fleet = await Fleet.StartAsync(instances: 2, cancellation);
        await fleet.BeginAsync(Many, cancellation);

        fleet.Instances[0].Kill();
        fleet.Instances[1].Kill();
        await fleet.AddAsync(cancellation);
        await fleet.ApproveAllAsync(cancellation);

        Assert.Equal(Perfect, fleet.Manners);
        Assert.Equal(Many, (await fleet.OutcomesAsync())["verified"]);
    }

    [Fact(Timeout = 120_000)]
    public async Task An_instance_that_was_paused_and_wakes_up_polls_nobody_whom_another_polls_for_and_changes_no_end()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var fleet = await Fleet.StartAsync(instances: 2, cancellation);
        await fleet.BeginAsync(Many, cancellation);

        var paused = fleet.Now;
        fleet.Instances[0].Pause();
        await fleet.UntilAllPolledSinceAsync(paused, cancellation);
        fleet.Instances[0].WakeUp();
        await fleet.UntilAllPolledSinceAsync(fleet.Now, cancellation);
        await fleet.UntilAllPolledSinceAsync(fleet.Now, cancellation);

        Assert.Equal(Perfect, fleet.Manners);
        await fleet.ApproveAllAsync(cancellation);
        Assert.Equal(Perfect, fleet.Manners);
        Assert.Equal(Many, (await fleet.OutcomesAsync())["verified"]);
    }

    [Fact(Timeout = 120_000)]
    public async Task An_instance_that_is_ended_hands_over_at_once_and_is_gone_within_ten_seconds()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var fleet = await Fleet.StartAsync(instances: 2, cancellation);
        await fleet.BeginAsync(Many, cancellation);

        var ended = fleet.Now;
        var ending = fleet.Instances[0].EndAsync(cancellation);
        var gap = await fleet.UntilAllPolledSinceAsync(ended, cancellation);

        TestContext.Current.TestOutputHelper?.WriteLine($"Nobody was left alone for more than {gap.TotalSeconds:F2} s.");
        Assert.InRange(gap, TimeSpan.Zero, TimeSpan.FromSeconds(Fleet.IntervalSeconds + 1.5));
        Assert.InRange(await ending, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        await fleet.ApproveAllAsync(cancellation);
        Assert.Equal(Perfect, fleet.Manners);
        Assert.Equal(Many, (await fleet.OutcomesAsync())["verified"]);
    }

    [Fact(Timeout = 120_000)]
    public async Task An_instance_that_comes_takes_its_share_and_nobody_is_left_alone_meanwhile()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var fleet = await Fleet.StartAsync(instances: 1, cancellation);
        await fleet.BeginAsync(Many, cancellation);

        var second = await fleet.AddAsync(cancellation);
        while (!second.Output.Contains("Took shard", StringComparison.Ordinal))
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellation);
        var gap = await fleet.UntilAllPolledSinceAsync(fleet.Now, cancellation);

        Assert.InRange(gap, TimeSpan.Zero, TimeSpan.FromSeconds(Fleet.IntervalSeconds + 1.5));
        await fleet.ApproveAllAsync(cancellation);
        Assert.Equal(Perfect, fleet.Manners);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_store_that_is_killed_and_comes_back_costs_nobody_their_verification()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var fleet = await Fleet.StartAsync(instances: 2, cancellation);
        await fleet.BeginAsync(Many, cancellation);

        var killed = fleet.Now;
        fleet.Redis.Kill();
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, cancellation);
        await fleet.Redis.RestartAsync(cancellation);
        var gap = await fleet.UntilAllPolledSinceAsync(killed + TimeSpan.FromSeconds(2), cancellation);

        TestContext.Current.TestOutputHelper?.WriteLine($"Nobody was left alone for more than {gap.TotalSeconds:F2} s.");
        await fleet.ApproveAllAsync(cancellation);
        Assert.Equal(Perfect, fleet.Manners);
        Assert.Equal(Many, (await fleet.OutcomesAsync())["verified"]);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_store_that_was_away_for_longer_than_any_lease_is_no_reason_to_take_from_each_other()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var fleet = await Fleet.StartAsync(instances: 2, cancellation);
        await fleet.BeginAsync(Many, cancellation);

        fleet.Redis.Freeze();
        await Task.Delay(TimeSpan.FromSeconds(8), TimeProvider.System, cancellation);
        fleet.Redis.Thaw();
        await fleet.UntilAllPolledSinceAsync(fleet.Now, cancellation);
        await fleet.UntilAllPolledSinceAsync(fleet.Now, cancellation);

        Assert.DoesNotContain("Took shard", fleet.Instances[0].Output[^2000..] + fleet.Instances[1].Output[^2000..], StringComparison.Ordinal);
        await fleet.ApproveAllAsync(cancellation);
        Assert.Equal(Perfect, fleet.Manners);
        Assert.Equal(Many, (await fleet.OutcomesAsync())["verified"]);
    }

    [Fact(Timeout = 120_000)]
    public async Task Scripts_that_the_store_has_forgotten_are_taught_again()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var fleet = await Fleet.StartAsync(instances: 2, cancellation);
        await fleet.BeginAsync(Many, cancellation);

        await fleet.AsAdminAsync("SCRIPT", "FLUSH");
        await fleet.AsAdminAsync("CLIENT", "KILL", "TYPE", "normal");
        await fleet.UntilAllPolledSinceAsync(fleet.Now, cancellation);

        await fleet.ApproveAllAsync(cancellation);
        Assert.Equal(Perfect, fleet.Manners);
        Assert.Equal(Many, (await fleet.OutcomesAsync())["verified"]);
    }

    /// <remarks>Tokens come once: they are kept in memory until the store takes the end.</remarks>
    [Theory(Timeout = 120_000)]
    [InlineData("full")]
    [InlineData("read-only")]
    public async Task Ends_that_come_while_the_store_takes_no_writes_are_written_when_it_does(string store)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var fleet = await Fleet.StartAsync(instances: 1, cancellation);
        await fleet.BeginAsync(Many, cancellation);
        string[] ail = store == "full" ? ["CONFIG", "SET", "maxmemory", "1"] : ["REPLICAOF", "127.0.0.1", "1"];
        string[] recover = store == "full" ? ["CONFIG", "SET", "maxmemory", "0"] : ["REPLICAOF", "NO", "ONE"];

        await fleet.AsAdminAsync(ail[0], [.. ail[1..]]);
        foreach (var order in fleet.Simulator.Provider.Orders)
            order.MoveTo(OrderStatus.Approved);
        await Task.Delay(TimeSpan.FromSeconds(6), TimeProvider.System, cancellation);
        await fleet.AsAdminAsync(recover[0], [.. recover[1..]]);
        await fleet.UntilNothingIsLeftAsync(cancellation);

        Assert.Equal(Perfect, fleet.Manners);
        Assert.Equal(Many, (await fleet.OutcomesAsync())["verified"]);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_verdict_that_was_recorded_is_told_by_another_when_its_owner_dies_before_it_could()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var deaf = WireMockServer.Start();
        using var well = WireMockServer.Start();
        deaf.Given(Request.Create().UsingPost()).RespondWith(Response.Create().WithStatusCode(200).WithDelay(TimeSpan.FromMinutes(5)));
        well.Given(Request.Create().UsingPost()).RespondWith(Response.Create().WithStatusCode(200).WithBody("{}"));
        await using var fleet = await Fleet.StartAsync(instances: 0, cancellation);
        var first = await fleet.AddAsync(cancellation, ("Twilio:ApiBaseUrl", deaf.Url!));
        using var twilio = new TwilioWebhooks(first.Url, fleet.Simulator.Options.AuthToken);
        var call = new HandPlayedCall(twilio, Line.Vestlys);
        await call.RingAsync(cancellation);
        await call.PressAsync(People.Norwegian(400).NationalId, cancellation);
        await call.UntilAskedInAppAsync(cancellation);
        Assert.Single(fleet.Simulator.Provider.Orders).MoveTo(OrderStatus.Approved);
        await fleet.UntilAnEndIsRecordedAsync(cancellation);

        await fleet.AddAsync(cancellation, ("Twilio:ApiBaseUrl", well.Url!));
        var killed = fleet.Now;
        first.Kill();
        while (well.LogEntries.Count == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellation);

        TestContext.Current.TestOutputHelper?.WriteLine($"The call was redirected {(fleet.Now - killed).TotalSeconds:F1} s after the kill.");
        Assert.Contains(call.CallSid, well.LogEntries.Single().RequestMessage!.Path, StringComparison.Ordinal);
        await fleet.UntilNothingIsLeftAsync(cancellation);
        Assert.Equal(Perfect, fleet.Manners);
    }

    /// <remarks>The provider gave the tokens away and nobody has them: the caller is told so and may try again (CIBA Core 10.1.1).</remarks>
    [Fact(Timeout = 120_000)]
    public async Task Tokens_that_died_with_an_instance_end_as_an_error_with_another_try()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var fleet = await Fleet.StartAsync(instances: 1, cancellation);
        using var twilio = new TwilioWebhooks(fleet.Instances[0].Url, fleet.Simulator.Options.AuthToken);
        var call = new HandPlayedCall(twilio, Line.Vestlys);
        await call.RingAsync(cancellation);
        await call.PressAsync(People.Norwegian(401).NationalId, cancellation);
        await call.UntilAskedInAppAsync(cancellation);
        var order = Assert.Single(fleet.Simulator.Provider.Orders);

        // When the tokens come the store is gone, so they are in memory only.
        fleet.Simulator.Provider.Faults.Token.Play(
            new Meanwhile(() =>
            {
                fleet.Redis.Kill();
                order.MoveTo(OrderStatus.Approved);
            }),
            times: 1);
        await UntilAnsweredAsync(order, cancellation);
        fleet.Instances[0].Kill();
        await fleet.Redis.RestartAsync(cancellation);
        var second = await fleet.AddAsync(cancellation);
        using var twilioToSecond = new TwilioWebhooks(second.Url, fleet.Simulator.Options.AuthToken);
        var rest = new HandPlayedCall(twilioToSecond, Line.Vestlys) { CallSid = call.CallSid };
        await rest.PostAsync("/voice/hold", cancellation);
        await rest.WaitAsync(answer => answer.Asks?.AbsolutePath != "/voice/hold/music" && answer.Asks?.AbsolutePath != "/voice/hold", cancellation);

        Assert.Null(rest.Last.CallerVerification);
        Assert.NotNull(rest.Last.Asks);
    }

    private static async Task UntilAnsweredAsync(Order order, CancellationToken cancellation)
    {
        while (!order.Polls.EndWasAnswered)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellation);
    }

    /// <summary>Something happens between a request and its right answer.</summary>
    private sealed record Meanwhile(Action Happens) : Fault
    {
        public override Task<bool> PlayAsync(HttpContext context, TimeProvider time, CancellationToken cancellationToken)
        {
            Happens();
            return Task.FromResult(false);
        }
    }
}
