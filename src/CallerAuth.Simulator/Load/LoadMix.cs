using CallerAuth.Simulator.Faults;
using CallerAuth.Simulator.Phone;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using CallerAuth.Simulator.Telephony;

namespace CallerAuth.Simulator.Load;

/// <summary>Which callers come how often: each draw of the seeded dice is a caller with a way to end, and docs/simulator.md lists them all.</summary>
internal sealed class LoadMix
{
    // Nobody waits for Norway's own fifteen minutes, or a line's three.
    private static readonly TimeSpan Expiry = TimeSpan.FromSeconds(24);
    private static readonly TimeSpan ExpiryMin = TimeSpan.FromSeconds(5);

    private static readonly IReadOnlyList<AppAct> Approves = [AppAct.Approve];
    private static readonly IReadOnlyList<AppAct> Ignores = [AppAct.Ignore];
    private static readonly IReadOnlyList<AppAct> NoApp = [];

    private static readonly Expected Nobody = new();
    private static readonly Expected HungUp = new() { EndedBy = Who.Caller };
    private static readonly Expected VerifiedTask = new() { Agent = AgentKind.TaskRouter, Status = "verified", Eid = "no-bankid", WordsHeard = true };
    private static readonly Expected VerifiedClient = new() { Agent = AgentKind.Client, Address = "agent_1", Status = "verified", Eid = "se-bankid" };
    private static readonly Step Goes = new(new Cue(MomentKind.Said, null, "bekreftet"));

    private readonly LoadArguments _asked;
    private readonly Random _dice;
    private readonly Crowd _crowd = new();
    private readonly (int Percent, Func<LoadPlan> Draw)[] _ways;

    public LoadMix(LoadArguments asked)
    {
        _asked = asked;
#pragma warning disable CA5394 // The same callers must come again with their seed.
        _dice = new Random(asked.Seed);
#pragma warning restore CA5394
        _ways =
        [
            (20, () => Norwegian("verified, NO", Line.Vestlys, Approves, VerifiedTask)),
            (4, () => Norwegian("verified, NO, in English", Line.Nordlys, Approves, VerifiedTask, Cues.Choose("2"))),
            (4, () => Norwegian("verified, NO, in Danish, at a PBX", Line.NordiskHjelp, Approves, VerifiedTask with { Agent = AgentKind.Sip, Eid = null }, Cues.Choose("3"), Cues.Choose("1"))),
            (5, FromAQueue),
            (12, () => Swedish("verified, SE", Approves, VerifiedClient)),
            (5, WrongWordsThenRight),
            (3, () => Norwegian("a wrong number, then verified", Line.Vestlys, Approves, VerifiedTask, new Step(Cues.NorwegianNumber, People.NotANumber))),
            (4, DeclinedThrice),
            (3, () => Swedish("cancelled, SE", [AppAct.Decline], Queued, Cues.AskForAgent)),
            (3, () => Swedish("not on the phone, SE", [AppAct.NotOnThePhone], Queued, Cues.AskForAgent)),
            (4, Expired),
            (4, () => Norwegian("0 while waiting", Line.Vestlys, Ignores, Unverified("skipped|cancelled")).Then(new Step(Cues.HoldMusic, "0"))),
            (3, () => AtTheQuestion("0 at once", Line.Vestlys, Unverified("skipped"), "0")),
            (2, () => AtTheQuestion("0 at once, a number with a whisper", Line.Nordlys, new Expected { Agent = AgentKind.Number, Status = null }, "0", Cues.Choose("1"))),
            (2, () => AtTheQuestion("0 on a line that takes no such caller", Line.StengtDor, Nobody with { EndedBy = Who.Service }, "0")),
            (2, () => AtTheQuestion("a wrong number thrice", Line.Vestlys, Unverified("invalid_input"), People.NotANumber).Then(Wrong, Wrong)),
            (2, () => Plan("nothing pressed", new ScriptedCall(Line.Vestlys, _crowd.NextNorwegian(), [], NoApp, Unverified("no_input")))),
            (3, Unavailable),
            (2, () => Plan("hung up at the question", new ScriptedCall(Line.Vestlys, _crowd.NextNorwegian(), [new Step(Cues.NorwegianNumber, HangUp: true)], NoApp, HungUp))),
            (2, () => Norwegian("hung up while the app is asked", Line.Vestlys, Ignores, HungUp).Then(new Step(new Cue(MomentKind.Said), HangUp: true))),
            (4, () => Norwegian("hung up while waiting", Line.Vestlys, Ignores, HungUp).Then(new Step(Cues.HoldMusic, HangUp: true))),
            (2, () => Norwegian("hung up when told of being verified", Line.Vestlys, Approves, HungUp).Then(Goes with { HangUp = true })),
            (2, () => Norwegian("hung up in the agents' queue", Line.Vestlys, Approves, HungUp).Then(Goes, new Step(Cues.HoldMusic, HangUp: true))),
            (3, AtAnyMoment),
        ];
    }

    private static Step Wrong => new(Cues.NorwegianNumber, People.NotANumber);

    private static Expected Queued => new() { Agent = AgentKind.Queue, Address = "support", Status = "unverified" };

    public LoadPlan Draw()
    {
        if (_asked.Hold > 0)
            return Norwegian("on hold to the end", Line.Vestlys, Ignores, HungUp) with { Holds = true };
        var thrown = Chance() * 100;
        foreach (var (percent, draw) in _ways)
        {
            if ((thrown -= percent) < 0)
                return draw();
        }

        return _ways[^1].Draw();
    }

    /// <summary>How long until the next caller dials: they do not know of each other.</summary>
    public TimeSpan Gap() => TimeSpan.FromSeconds(-Math.Log(1 - Chance()) / _asked.CallsPerSecond);

    private LoadPlan FromAQueue()
    {
        var person = _crowd.NextNorwegian();
        var expected = new Expected { Agent = AgentKind.Queue, Address = Line.Kystlys.WhenVerified.Address, Status = "verified", Whispers = person.FamilyName, WordsHeard = true };
        return Plan("verified, NO, taken from a queue", new ScriptedCall(Line.Kystlys, person, [Cues.Enter(person)], Approves, expected));
    }

    private LoadPlan WrongWordsThenRight()
    {
        var plan = Norwegian("wrong words, then verified", Line.Vestlys, [AppAct.ChooseWrongWords, AppAct.Approve], VerifiedTask);
        return plan.Then(Cues.TryAgain, Cues.Enter(plan.Script.Person));
    }

    private LoadPlan DeclinedThrice()
    {
        var plan = Norwegian("declined thrice", Line.Vestlys, [AppAct.Decline], Unverified("declined|cancelled"));
        return plan.Then(Cues.TryAgain, Cues.Enter(plan.Script.Person), Cues.TryAgain, Cues.Enter(plan.Script.Person));
    }

    private LoadPlan Expired()
    {
        var seconds = Math.Max((Expiry / _asked.Speed).TotalSeconds, ExpiryMin.TotalSeconds);
        return Norwegian("expired", Line.Vestlys, Ignores, Unverified("expired")).Then(Cues.AskForAgent) with { Faults = new PersonFaults(ExpirySeconds: (int)seconds) };
    }

    private LoadPlan Unavailable() =>
        Norwegian("provider unavailable", Line.Vestlys, NoApp, Unverified("unavailable|error")).Then(Cues.AskForAgent)
            with
        { Faults = new PersonFaults(new Fault.Abort()) };

    private LoadPlan AtAnyMoment() =>
        Norwegian("hung up at any moment", Line.Vestlys, Approves, HungUp) with { HangsUpAfter = TimeSpan.FromSeconds(40 * Chance()), Or = VerifiedTask };

    private LoadPlan Norwegian(string ending, Line line, IReadOnlyList<AppAct> app, Expected expected, params Step[] first)
    {
        var person = _crowd.NextNorwegian();
        return Plan(ending, new ScriptedCall(line, person, [.. first, Cues.Enter(person)], app, expected));
    }

    private LoadPlan Swedish(string ending, IReadOnlyList<AppAct> app, Expected expected, params Step[] after)
    {
        var person = _crowd.NextSwede();
        return Plan(ending, new ScriptedCall(Line.Norrsken, person, [Cues.Enter(person), .. after], app, expected));
    }

    private LoadPlan AtTheQuestion(string ending, Line line, Expected expected, string press, params Step[] first) =>
        Plan(ending, new ScriptedCall(line, _crowd.NextNorwegian(), [.. first, new Step(Cues.NorwegianNumber, press)], NoApp, expected));

    private static LoadPlan Plan(string ending, ScriptedCall script) => new(ending, script);

    private static Expected Unverified(string reason) => new() { Agent = AgentKind.TaskRouter, Status = "unverified", Reason = reason };

#pragma warning disable CA5394 // As above.
    private double Chance() => _dice.NextDouble();
#pragma warning restore CA5394
}
