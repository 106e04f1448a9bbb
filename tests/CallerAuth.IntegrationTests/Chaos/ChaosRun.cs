using System.Collections.Concurrent;
using CallerAuth.Simulator;
using CallerAuth.Simulator.Phone;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Telephony;

namespace CallerAuth.IntegrationTests.Chaos;

/// <summary>Many calls at once against whatever the simulator is connected to. Who waits in a queue is called for again when an agent went wrong.</summary>
internal sealed class ChaosRun(SimulatorHost simulator, int atOnce)
{
    /// <summary>While the store is away a call is over in a moment; without a pace most of a run would be played in the few seconds of an outage.</summary>
    private static readonly TimeSpan BetweenCalls = TimeSpan.FromMilliseconds(150);

    private static readonly TimeSpan CallMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AgentsLookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BeforeTheAppIsTouched = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _handsets = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<ChaosCall> _over = [];

    public int Over => _over.Count;

    public async Task<IReadOnlyCollection<ChaosCall>> PlayAsync(IEnumerable<ChaosPlan> plans, CancellationToken cancellationToken)
    {
        var numbered = plans.Select((plan, i) => (plan, i)).ToArray();
        var began = TimeProvider.System.GetTimestamp();
        await Parallel.ForEachAsync(
            numbered,
            new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken },
            async (next, cancellation) =>
            {
                var early = (next.i * BetweenCalls) - TimeProvider.System.GetElapsedTime(began);
                if (early > TimeSpan.Zero)
                    await Task.Delay(early, TimeProvider.System, cancellation);
                await PlayAsync(next.plan, $"+4790{next.i:000000}", cancellation);
            });
        return _over;
    }

    private async Task PlayAsync(ChaosPlan plan, string from, CancellationToken cancellationToken)
    {
        // One person has one handset, so the next call of the same person begins when this one is over.
        var handset = _handsets.GetOrAdd(plan.Person.NationalId, _ => new SemaphoreSlim(1));
        await handset.WaitAsync(cancellationToken);
        try
        {
            Caller? caller = null;
            var ends = 0;
            await using var app = new BankIdApp(
                plan.Person, plan.App, BeforeTheAppIsTouched, simulator.Carrier.PhoneTime, (shown, cancellation) => caller!.ListenForWordsAsync(shown, cancellation), text => caller!.Call.Transcript.Add(Who.App, text));
            simulator.Provider.Install(app);
            var call = simulator.Carrier.Dial(from, plan.To.Number, dialled =>
            {
                caller = new Caller(dialled, plan.Steps);
                dialled.Attach(caller.Notice);
                dialled.Attach(moment => ends += moment.Kind == MomentKind.Ended ? 1 : 0);
            });
            var ended = await EndsAsync(call, cancellationToken);
            _over.Enqueue(new ChaosCall(plan, call, ends, Stuck: !ended));
        }
        finally
        {
            handset.Release();
        }
    }

    /// <returns>False when nothing happened any more.</returns>
    private async Task<bool> EndsAsync(PhoneCall call, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < CallMax)
        {
            try
            {
                await call.Completion.WaitAsync(AgentsLookEvery, TimeProvider.System, cancellationToken);
                return true;
            }
            catch (TimeoutException)
            {
                if (QueueOf(call) is { } queue && simulator.Carrier.AgentNumberOf(queue) is { } number)
                    _ = new QueueAgent(simulator.Carrier, queue, AgentAnswer.PicksUp).ServeAsync(call, number);
            }
        }

        call.HangUp(Who.Twilio);
        await call.Completion.WaitAsync(cancellationToken);
        return false;
    }

    private static string? QueueOf(PhoneCall call)
    {
        const string Waits = "waits for Queue ";
        return call.Offers.Any(offer => offer.Answered)
            ? null
            : call.Transcript.Lines.LastOrDefault(line => line.Who == Who.Twilio && line.Text.StartsWith(Waits, StringComparison.Ordinal))?.Text[Waits.Length..];
    }
}
