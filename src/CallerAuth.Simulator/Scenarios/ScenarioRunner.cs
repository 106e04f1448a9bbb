using System.Text;
using CallerAuth.Simulator.Phone;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Telephony;

namespace CallerAuth.Simulator.Scenarios;

/// <summary>How a story went: its transcripts, and everything that was not as it must be.</summary>
internal sealed record ScenarioResult(Scenario Scenario, IReadOnlyList<PhoneCall> Calls, IReadOnlyList<string> Failures)
{
    public bool AsExpected => Failures.Count == 0;

    /// <summary>The story, its transcripts and the verdict, for people to read.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"=== {Scenario.Name}: {Scenario.Tells}").AppendLine();
        foreach (var call in Calls)
            text.Append(call.Transcript).AppendLine();
        foreach (var failure in Failures)
            text.Append("  ✗ ").AppendLine(failure);
        if (AsExpected)
            text.AppendLine("  ✓ as expected");
        return text.ToString();
    }
}

/// <summary>Plays a story against the service that the simulator is connected to, and compares how it ends.</summary>
internal sealed class ScenarioRunner(SimulatorHost simulator)
{
    private const int IntervalsWatched = 4;
    private static readonly TimeSpan CallMax = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan BeforeTheAppIsTouched = TimeSpan.FromSeconds(2);

    private int _callers;

    public async Task<ScenarioResult> PlayAsync(Scenario scenario, CancellationToken cancellationToken)
    {
        simulator.Mend();
        scenario.Arrange?.Invoke(simulator);
        var mannersBefore = Manners.Of(simulator.Provider);
        try
        {
            return await PlayCallsAsync(scenario, mannersBefore, cancellationToken);
        }
        finally
        {
            simulator.Mend();
        }
    }

    private async Task<ScenarioResult> PlayCallsAsync(Scenario scenario, Manners mannersBefore, CancellationToken cancellationToken)
    {
        var secondEnded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (scenario.Second is null)
            secondEnded.SetResult();

        var caller = await RingAsync(scenario.Call, cancellationToken);
        await using var app = new BankIdApp(
            scenario.Call.Person,
            scenario.Call.App,
            BeforeTheAppIsTouched,
            simulator.Carrier.PhoneTime,
            caller.ListenForWordsAsync,
            text =>
            {
                caller.Call.Tape.Act();
                caller.Call.Transcript.Add(Who.App, text);
            })
        { NotBefore = secondEnded.Task };
        simulator.Provider.Install(app);

        List<(ScriptedCall Script, Caller Caller)> calls = [(scenario.Call, caller)];
        List<string> failures = [];
        if (scenario.Second is { } second && await InTimeAsync(Task.WhenAny(app.FirstOrder, caller.Call.Completion), failures, "the first caller's order", cancellationToken))
        {
            var other = await RingAsync(second, cancellationToken);
            calls.Add((second, other));
            await InTimeAsync(other.Call.Completion, failures, "the end of the second call", cancellationToken);
            secondEnded.SetResult();
        }

        await InTimeAsync(caller.Call.Completion, failures, "the end of the call", cancellationToken);
        foreach (var (script, played) in calls)
        {
            played.Call.HangUp(Who.Twilio);
            failures.AddRange(Verdict.Of(script, played));
        }

        if (scenario.Call.Expected.PollingStops)
            failures.AddRange(await PolledAfterwardsAsync(scenario.Call.Person, cancellationToken));
        failures.AddRange(Manners.Of(simulator.Provider).WorseThan(mannersBefore));
        return new ScenarioResult(scenario, [.. calls.Select(call => call.Caller.Call)], failures);
    }

    private async Task<IEnumerable<string>> PolledAfterwardsAsync(TestPerson person, CancellationToken cancellationToken)
    {
        var before = Polls();
        await Task.Delay(TimeSpan.FromSeconds(simulator.Options.IntervalSeconds) * IntervalsWatched, simulator.Wall, cancellationToken);
        // One poll may have been under way when the call ended.
        return Polls() - before > 1 ? ["the order was polled on after the call had ended"] : [];

        int Polls() => simulator.Provider.Orders.Where(order => order.Person.NationalId == person.NationalId).Sum(order => order.Polls.Count);
    }

    private async Task<Caller> RingAsync(ScriptedCall script, CancellationToken cancellationToken)
    {
        Caller? caller = null;
        var number = $"+4790{Interlocked.Increment(ref _callers):000000}";
        if (script.Called is { } answer)
        {
            simulator.Carrier.Callees[number] = new Callee(answer, Listen);
            await simulator.OrderCallAsync(script.To.Number, number, cancellationToken);
        }
        else
        {
            simulator.Carrier.Dial(number, script.To.Number, Listen);
        }

        return caller ?? throw new InvalidOperationException("The call was ordered, and nobody's telephone rang.");

        void Listen(PhoneCall call)
        {
            caller = new Caller(call, script.Steps);
            call.Attach(caller.Notice);
        }
    }

    private async Task<bool> InTimeAsync(Task task, List<string> failures, string what, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(CallMax, simulator.Wall, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            failures.Add($"{what} did not come within {CallMax.TotalSeconds} s");
            return false;
        }
    }
}

/// <summary>What the provider counted that a well-behaved client never does.</summary>
internal sealed record Manners(int EarlyPolls, int OverlappingPolls, int PollsAfterEnd, int CollidingOrders)
{
    public static Manners Of(OpenIdProvider provider) => new(provider.EarlyPolls, provider.OverlappingPolls, provider.PollsAfterEnd, provider.CollidingOrders);

    public IEnumerable<string> WorseThan(Manners before)
    {
        if (EarlyPolls > before.EarlyPolls)
            yield return $"{EarlyPolls - before.EarlyPolls} poll(s) came too early";
        if (OverlappingPolls > before.OverlappingPolls)
            yield return $"{OverlappingPolls - before.OverlappingPolls} poll(s) overlapped";
        if (PollsAfterEnd > before.PollsAfterEnd)
            yield return $"{PollsAfterEnd - before.PollsAfterEnd} poll(s) came after the end";
        if (CollidingOrders > before.CollidingOrders)
            yield return "a second Swedish order was started for the same person";
    }
}
