using CallerAuth.Simulator;
using CallerAuth.Simulator.Faults;
using CallerAuth.Simulator.Phone;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using CallerAuth.Simulator.Telephony;

namespace CallerAuth.Tests.Simulator;

public sealed class ScenarioTests
{
    private static readonly Expected Verified = new() { Agent = AgentKind.TaskRouter, Status = "verified", Eid = "no-bankid", WordsHeard = true };

    [Fact]
    public async Task A_caller_who_chooses_the_words_heard_reaches_an_agent()
    {
        await using var simulator = await OpenAsync();
        await using var service = await StandInService.StartAsync(simulator);

        var result = await PlayAsync(simulator, People.Norwegian(0), [AppAct.Approve], Verified);

        Assert.Empty(result.Failures);
        var text = Assert.Single(result.Calls).Transcript.ToString();
        Assert.Contains("••• (11 digits)", text, StringComparison.Ordinal);
        Assert.DoesNotContain(People.Norwegian(0).NationalId, text, StringComparison.Ordinal);
        Assert.Contains("sends the call to /voice/outcome", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hold_loop_notices_the_verdict_when_the_rest_api_is_down()
    {
        await using var simulator = await OpenAsync();
        await using var service = await StandInService.StartAsync(simulator);

        var result = await PlayAsync(
            simulator,
            People.Norwegian(1),
            [AppAct.Approve],
            Verified,
            arrange: () => simulator.Carrier.Faults.Rest.Play(Fault.Answer.ServerError));

        Assert.Empty(result.Failures);
    }

    [Fact]
    public async Task Wrong_words_are_refused_and_the_second_try_reaches_an_agent()
    {
        await using var simulator = await OpenAsync();
        await using var service = await StandInService.StartAsync(simulator);
        var person = People.Norwegian(2);

        var result = await PlayAsync(simulator, person, [AppAct.ChooseWrongWords, AppAct.Approve], Verified, more: [Cues.TryAgain, Cues.Enter(person)]);

        Assert.Empty(result.Failures);
    }

    [Fact]
    public async Task A_service_that_reads_other_words_than_the_providers_fails()
    {
        await using var simulator = await OpenAsync();
        await using var service = await StandInService.StartAsync(simulator);
        service.WordsRead = "Gal Setning";
        simulator.Provider.Faults.ExpirySeconds = 3;

        var result = await PlayAsync(simulator, People.Norwegian(3), [AppAct.Approve], Verified, arrange: () => simulator.Provider.Faults.ExpirySeconds = 3);

        Assert.Contains("the words of the app were not heard", result.Failures);
    }

    [Fact]
    public async Task A_call_that_ends_otherwise_than_its_script_says_is_a_failure()
    {
        await using var simulator = await OpenAsync();
        await using var service = await StandInService.StartAsync(simulator);

        var result = await PlayAsync(simulator, People.Norwegian(4), [AppAct.Decline], Verified);

        Assert.Contains("status was “unverified”, not “verified”", result.Failures);
        Assert.False(result.AsExpected);
    }

    [Fact]
    public void Stories_have_names_of_their_own()
    {
        Assert.Equal(AllScenarios.All.Count, AllScenarios.All.Select(scenario => scenario.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(AllScenarios.All, scenario => Assert.Matches("^[a-z-]+$", scenario.Name));
    }

    private static Task<SimulatorHost> OpenAsync()
    {
        var dice = new Random(1);
        return SimulatorHost.StartAsync(
            new SimulatorOptions { ClientKey = TestKeys.Client, Speed = 50, IntervalSeconds = 1 },
            TimeProvider.System,
            () =>
            {
                lock (dice)
                    return dice.NextDouble();
            },
            TestContext.Current.CancellationToken);
    }

    private static Task<ScenarioResult> PlayAsync(SimulatorHost simulator, TestPerson person, IReadOnlyList<AppAct> app, Expected expected, Action? arrange = null, params Step[] more)
    {
        var call = new ScriptedCall(Line.Vestlys, person, [Cues.Enter(person), .. more], app, expected);
        return new ScenarioRunner(simulator).PlayAsync(new Scenario("test", "", call) { Arrange = _ => arrange?.Invoke() }, TestContext.Current.CancellationToken);
    }
}
