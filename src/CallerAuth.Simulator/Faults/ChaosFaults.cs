using System.Collections.Concurrent;

namespace CallerAuth.Simulator.Faults;

/// <summary>
/// A seeded dice at each door of the simulator: some requests in a hundred go wrong, each in its own way. Which request gets which
/// throw depends on the order in which they come, so a seed gives the same mixture and not the same run.
/// </summary>
internal sealed class ChaosFaults(int seed)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, int> _played = new(StringComparer.Ordinal);
#pragma warning disable CA5394 // Faults must come again with their seed; nothing here is a secret.
    private readonly Random _random = new(seed);
#pragma warning restore CA5394

    /// <summary>No answer that comes at all comes later than this.</summary>
    public static readonly TimeSpan SlowestAnswer = TimeSpan.FromSeconds(3);

    /// <summary>What was made to go wrong how often, by door and kind.</summary>
    public IReadOnlyDictionary<string, int> Played => _played;

    public void Install(SimulatorHost simulator)
    {
        var provider = simulator.Provider.Faults;
        var twilio = simulator.Carrier.Faults;
        provider.Start.Dice = () => Throw("provider start", (8, Slow), (3, Abort), (2, Lost), (2, Half), (3, Error), (2, Unavailable), (2, Html));
        provider.Token.Dice = () => Throw("provider token", (8, Slow), (4, Abort), (3, Lost), (3, Half), (4, Error), (3, Unavailable), (3, Html), (3, SlowDown));
        twilio.Rest.Dice = () => Throw("Twilio REST", (10, TooMany), (10, Error), (10, Abort));
        twilio.AgentLeavesDice = AgentLeaves;
        twilio.DuplicateDice = () =>
        {
            var doubles = Next() < 0.15;
            if (doubles)
                Count("Twilio webhook: doubled");
            return doubles;
        };

        (string, Fault?) SlowDown()
        {
            provider.SlowDownOnce();
            return ("slow_down", null);
        }
    }

    private (string, Fault?) Slow() => ("slow", new Fault.Slow(SlowestAnswer * (0.05 + (0.95 * Next()))));

    private static (string, Fault?) Abort() => ("reset", new Fault.Abort());

    private static (string, Fault?) Lost() => ("done, and the answer lost", new Fault.LoseAnswer());

    private static (string, Fault?) Half() => ("half a body", new Fault.HalfBody());

    private static (string, Fault?) Error() => ("500", Fault.Answer.ServerError);

    private (string, Fault?) Unavailable() => ("503 with Retry-After", Fault.Answer.Unavailable(retryAfterSeconds: 1 + (int)(Next() * 3)));

    private static (string, Fault?) Html() => ("200 with HTML", Fault.Answer.Html);

    private static (string, Fault?) TooMany() => ("429", new Fault.Answer(StatusCodes.Status429TooManyRequests, Body: """{"code":20429,"message":"Too many requests","status":429}"""));

    /// <summary>One agent in five: some during the whisper, the others about when they would meet the caller.</summary>
    private TimeSpan? AgentLeaves()
    {
        if (Next() >= 0.2)
            return null;
        var after = TimeSpan.FromSeconds(8 * Next());
        Count("agents: hang up before they have talked");
        return after;
    }

    private Fault? Throw(string door, params (int Percent, Func<(string, Fault?)> Make)[] kinds)
    {
        var thrown = Next() * 100;
        foreach (var (percent, make) in kinds)
        {
            if ((thrown -= percent) >= 0)
                continue;
            var (name, fault) = make();
            Count($"{door}: {name}");
            return fault;
        }

        return null;
    }

    private void Count(string what) => _played.AddOrUpdate(what, 1, (_, times) => times + 1);

    private double Next()
    {
        lock (_gate)
#pragma warning disable CA5394 // As above.
            return _random.NextDouble();
#pragma warning restore CA5394
    }
}
