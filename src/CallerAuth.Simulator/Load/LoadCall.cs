using CallerAuth.Simulator.Phone;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Telephony;

namespace CallerAuth.Simulator.Load;

/// <summary>One call of a load run, from dialling to the verdict. Nothing of it is remembered afterwards but what stands in the book.</summary>
/// <param name="chance">0 to 1: when among all who hold this caller hangs up.</param>
internal sealed class LoadCall(SimulatorHost simulator, LoadArguments asked, CallBook book, PollWatch polls, double chance)
{
    private static readonly TimeSpan BeforeTheAppIsTouched = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BeforeAnAgentIsSentAgain = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan EndsAfterHangUp = TimeSpan.FromSeconds(20);

    /// <param name="plan">What the caller means to do.</param>
    /// <param name="from">The caller's number.</param>
    /// <param name="released">Ends the wait of a caller who holds.</param>
    /// <param name="cancellationToken">Breaks the run off.</param>
    /// <returns>How it ended.</returns>
    public async Task<CallEnd> PlayAsync(LoadPlan plan, string from, Task released, CancellationToken cancellationToken)
    {
        var person = plan.Script.Person;
        var provider = simulator.Provider;
        Caller? caller = null;
        DateTimeOffset? touched = null;
        await using var app = new BankIdApp(
            person,
            plan.Script.App,
            BeforeTheAppIsTouched,
            simulator.Carrier.PhoneTime,
            (shown, cancellation) => caller!.ListenForWordsAsync(shown, cancellation),
            text =>
            {
                touched = simulator.Wall.GetUtcNow();
                caller!.Call.Transcript.Add(Who.App, text);
            });
        provider.Install(app);
        if (plan.Faults is { } faults)
            provider.Faults.OfPerson[person.NationalId] = faults;
        var call = simulator.Carrier.Dial(from, plan.Script.To.Number, dialled =>
        {
            caller = new Caller(dialled, plan.Script.Steps);
            dialled.Attach(caller.Notice);
        });
        if (plan.HangsUpAfter is { } after)
            simulator.Carrier.Later(after, () => call.HangUp());
        if (plan.Holds)
            _ = HangUpAsync(call, released);

        var ended = await EndsAsync(call, plan.Holds ? released : Task.CompletedTask, cancellationToken);
        var orders = provider.OrdersOf(person);
        var end = LoadVerdict.Of(plan, caller!, orders, simulator.Wall.GetUtcNow(), isStuck: !ended);
        if (orders.LastOrDefault(order => order.StatusAt(simulator.Wall.GetUtcNow()) == OrderStatus.Approved) is { } approved)
            Measure(call, approved, touched);
        simulator.Carrier.Forget(call);
        polls.Watch(person, $"{call.Sid} ({plan.Ending})");
        return end;
    }

    /// <summary>The first redirect after the app was left is the one that the approval caused; a caller whom the hold loop led on has none.</summary>
    private void Measure(PhoneCall call, Order approved, DateTimeOffset? touched)
    {
        if (touched is not { } at || call.Redirects.FirstOrDefault(moved => moved >= at) is not { Ticks: > 0 } moved)
            return;
        book.ApprovedToMoved.Add(moved - at);
        if (approved.Polls.LastAnsweredAt is { } told && moved >= told)
            book.ToldToMoved.Add(moved - told);
    }

    /// <returns>False when nothing happened any more.</returns>
    private async Task<bool> EndsAsync(PhoneCall call, Task mayEnd, CancellationToken cancellationToken)
    {
        var wall = simulator.Wall;
        await Task.WhenAny(call.Completion, mayEnd.WaitAsync(cancellationToken));
        var started = wall.GetTimestamp();
        var patience = (BeforeAnAgentIsSentAgain / asked.Speed) + TimeSpan.FromSeconds(5);
        while (asked.LongestCall - wall.GetElapsedTime(started) is var left && left > TimeSpan.Zero)
        {
            try
            {
                await call.Completion.WaitAsync(left < patience ? left : patience, wall, cancellationToken);
                return true;
            }
            catch (TimeoutException)
            {
                // Agents take whoever waits longest, so one may have taken another's caller.
                if (call.WaitsFor is { Kind: AgentKind.Queue } queue && simulator.Carrier.AgentNumberOf(queue.Address) is { } number)
                    _ = new QueueAgent(simulator.Carrier, queue.Address, AgentAnswer.PicksUp).ServeAsync(call, number);
            }
        }

        call.HangUp(Who.Twilio);
        await Task.WhenAny(call.Completion, Task.Delay(EndsAfterHangUp, wall, cancellationToken));
        return false;
    }

    // Nobody knows of the others who hold, so they do not hang up in one moment.
    private async Task HangUpAsync(PhoneCall call, Task released)
    {
        await released;
        simulator.Carrier.Later(TimeSpan.FromSeconds(asked.Hold / asked.CallsPerSecond * chance) * asked.Speed, () => call.HangUp());
    }
}
