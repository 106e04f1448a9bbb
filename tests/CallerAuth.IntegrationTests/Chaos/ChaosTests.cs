using System.Globalization;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Faults;
using CallerAuth.Simulator.Scenarios;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace CallerAuth.IntegrationTests.Chaos;

/// <summary>
/// Many calls at once on two instances and one store while everything between the parts goes wrong by a seeded dice (docs/chaos.md).
/// <c>CALLERAUTH_CHAOS_CALLS</c> and <c>CALLERAUTH_CHAOS_SEED</c> make it longer or another one.
/// </summary>
public class ChaosTests(ITestOutputHelper output)
{
    private const int AtOnce = 56;
    private const double PhoneSpeed = 60;

    // A person whose start was cut off by a dead store is free again by itself after 45 s.
    private static readonly TimeSpan SettlesWithin = TimeSpan.FromSeconds(75);

    /// <summary>Few enough for every day; the store is frozen and killed once each.</summary>
    private static int Calls => Setting("CALLERAUTH_CHAOS_CALLS", 60);

    private static int Seed => Setting("CALLERAUTH_CHAOS_SEED", 4711);

    [Fact]
    public async Task Whatever_goes_wrong_every_call_ends_well_and_nobody_is_verified_who_was_not()
    {
        var cancellation = TestContext.Current.CancellationToken;
#pragma warning disable CA5394 // The same callers must come again with their seed.
        var dice = new Random(Seed);
#pragma warning restore CA5394
        ChaosPlan[] plans = [.. Enumerable.Range(0, Calls).Select(i => ChaosPlan.Draw(i, dice))];
        await using var world = await World.StartAsync(StoreKind.Redis, cancellation, PhoneSpeed);
        await using var balancer = await LoadBalancer.StartAsync(cancellation);
        using var watch = new NationalIdWatch(plans.Select(plan => plan.Person.NationalId).Append(People.NotANumber).Distinct());
        ServiceUnderTest[] instances = [Start(world, balancer, watch), Start(world, balancer, watch)];
        balancer.SendTo(instances);
        world.Simulator.Provider.Faults.ExpirySeconds = 15;
        var faults = new ChaosFaults(Seed);
        faults.Install(world.Simulator);
        var run = new ChaosRun(world.Simulator, AtOnce);
        var trouble = new StoreTrouble(world.Redis!, () => (double)run.Over / plans.Length, often: plans.Length >= 400);
        var started = TimeProvider.System.GetTimestamp();

        var troubles = trouble.RunAsync(cancellation);
        var calls = await run.PlayAsync(plans, cancellation);
        await troubles;
        var took = TimeProvider.System.GetElapsedTime(started);
        foreach (var instance in instances)
            await instance.UntilReadyAsync(cancellation);
        var left = await instances[0].SettleAsync(SettlesWithin, cancellation);

        var verdict = new ChaosVerdict(calls, world.Simulator.Provider);
        output.WriteLine(ChaosTable.Of(Seed, took, calls, faults, trouble, watch.Lines, verdict));
        output.WriteLine($"left in the store: {left.Count} {string.Join(", ", left)}");
        output.WriteLine($"{Manners.Of(world.Simulator.Provider)}; after an answer that was lost: {world.Simulator.Provider.PollsAfterLostEnd} polls, {world.Simulator.Provider.CollisionsAfterLostStart} collisions; national IDs in log lines: {watch.Found.Count}");
        foreach (var failure in verdict.Failures())
            output.WriteLine(failure);
        Assert.Empty(verdict.Failures());
        Assert.Equal(new Manners(0, 0, 0, 0), Manners.Of(world.Simulator.Provider));
        Assert.Empty(left);
        Assert.Empty(watch.Found);
        Assert.True(watch.Lines > plans.Length);
    }

    private static ServiceUnderTest Start(World world, LoadBalancer balancer, NationalIdWatch watch) => world.StartService(
        balancer.Url,
        services: services => services
            .AddSingleton<ILoggerProvider>(watch)
            // Millions of lines are read as they come and not kept.
            .Configure<FakeLogCollectorOptions>(kept => kept.FilteredLevels = new HashSet<LogLevel> { LogLevel.Critical }));

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
