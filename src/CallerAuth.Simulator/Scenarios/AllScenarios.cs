using CallerAuth.Simulator.Faults;
using CallerAuth.Simulator.Phone;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Telephony;

namespace CallerAuth.Simulator.Scenarios;

/// <summary>The stories, in the order in which they are played. Each has people of its own, so that none waits for another's order.</summary>
internal static class AllScenarios
{
    private static readonly IReadOnlyList<AppAct> Approves = [AppAct.Approve];
    private static readonly IReadOnlyList<AppAct> Ignores = [AppAct.Ignore];
    private static readonly IReadOnlyList<AppAct> NoApp = [];

    private static readonly Expected VerifiedTask = new() { Agent = AgentKind.TaskRouter, Status = "verified", Eid = "no-bankid", WordsHeard = true };
    private static readonly Expected NobodyReached = new();

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("norwegian-approved", "A Norwegian caller hears the words, chooses them, and reaches an agent by name.",
            Call(Line.Nordlys, People.Norwegian(0), Approves, VerifiedTask, Cues.Choose("1"))),

        new("swedish-approved", "A Swedish caller answers the app's questions and reaches an agent by name.",
            Call(Line.Norrsken, People.Astrid, Approves, new Expected { Agent = AgentKind.Client, Address = "agent_1", Status = "verified", Eid = "se-bankid" })),

        new("english-speaker-norwegian-bankid", "The prompts are English, the words Norwegian.",
            Call(Line.Nordlys, People.Norwegian(1), Approves, VerifiedTask with { Says = ["confirm your identity"] }, Cues.Choose("2"))),

        new("both-eids-danish", "Danish prompts, Norwegian BankID out of two, and an agent behind a SIP address.",
            Call(
                Line.NordiskHjelp,
                People.Norwegian(2),
                Approves,
                new Expected { Agent = AgentKind.Sip, Address = "sip:agents@pbx.example", Status = "verified", WordsHeard = true },
                Cues.Choose("3"),
                Cues.Choose("1"))),

        new("wrong-words-then-approved", "The wrong words once, then the right ones.",
            Then(
                Call(Line.Vestlys, People.Norwegian(3), [AppAct.ChooseWrongWords, AppAct.Approve], VerifiedTask),
                Cues.TryAgain,
                Cues.Enter(People.Norwegian(3)))),

        new("declined-three-times", "Three refusals in the app are the most that BankID allows.",
            Then(
                Call(Line.Vestlys, People.Norwegian(4), [AppAct.Decline], Unverified("declined|cancelled")),
                Cues.TryAgain,
                Cues.Enter(People.Norwegian(4)),
                Cues.TryAgain,
                Cues.Enter(People.Norwegian(4)))),

        new("expired", "Nobody touches the app until the order is over; the caller asks for an agent.",
            Then(Call(Line.Vestlys, People.Norwegian(5), Ignores, Unverified("expired")), Cues.AskForAgent))
        { Arrange = simulator => simulator.Provider.Faults.ExpirySeconds = 4 },

        new("ignored-then-zero", "The caller gives up waiting and presses 0.",
            Then(Call(Line.Vestlys, People.Norwegian(6), Ignores, Unverified("skipped|cancelled")), new Step(Cues.HoldMusic, "0"))),

        new("zero-at-once", "The caller presses 0 at the first question.",
            new ScriptedCall(Line.Vestlys, People.Norwegian(7), [new Step(Cues.NorwegianNumber, "0")], NoApp, Unverified("skipped"))),

        new("nothing-pressed", "The caller says nothing and presses nothing, three times.",
            new ScriptedCall(Line.Vestlys, People.Norwegian(8), [], NoApp, Unverified("no_input"))),

        new("wrong-number-three-times", "A number that is none, three times.",
            new ScriptedCall(
                Line.Vestlys,
                People.Norwegian(9),
                [WrongNumber, WrongNumber, WrongNumber],
                NoApp,
                Unverified("invalid_input"))),

        new("wrong-number-then-right", "A slip of the finger, then the right number.",
            Call(Line.Vestlys, People.Norwegian(10), Approves, VerifiedTask, WrongNumber)),

        new("stray-hash", "A hash is pressed a moment after the last digit, when nobody asks any more.",
            new ScriptedCall(
                Line.Vestlys,
                People.Norwegian(21),
                [new Step(Cues.NorwegianNumber, $"{People.Norwegian(21).NationalId}w#")],
                Approves,
                VerifiedTask)),

        new("provider-down", "The provider's connections break.",
            Then(Call(Line.Vestlys, People.Norwegian(11), NoApp, Unverified("unavailable|error")), Cues.AskForAgent))
        { Arrange = simulator => simulator.Provider.Faults.Start.Play(new Fault.Abort()) },

        new("provider-slow", "The provider takes eight seconds to take the order.",
            Call(Line.Vestlys, People.Norwegian(12), Approves, VerifiedTask))
        { Arrange = simulator => simulator.Provider.Faults.Start.Play(new Fault.Slow(TimeSpan.FromSeconds(8)), times: 1) },

        new("provider-hangs", "The provider never answers.",
            Then(Call(Line.Vestlys, People.Norwegian(13), NoApp, Unverified("unavailable|error")), Cues.AskForAgent))
        { Arrange = simulator => simulator.Provider.Faults.Start.Play(new Fault.Hang()) },

        new("slow-down", "The provider asks for slower polls once.",
            Call(Line.Vestlys, People.Norwegian(14), Approves, VerifiedTask))
        { Arrange = simulator => simulator.Provider.Faults.SlowDowns = 1 },

        new("rest-down", "Twilio's REST API is down; the hold loop notices the verdict by itself.",
            Call(Line.Vestlys, People.Norwegian(15), Approves, VerifiedTask))
        { Arrange = simulator => simulator.Carrier.Faults.Rest.Play(Fault.Answer.ServerError) },

        new("hang-up-while-waiting", "The caller hangs up during the hold music.",
            Then(Call(Line.Vestlys, People.Norwegian(16), Ignores, NobodyReached with { EndedBy = Who.Caller, PollingStops = true }), new Step(Cues.HoldMusic, HangUp: true))),

        new("wrong-person-in-token", "The provider's token is about somebody else.",
            Then(Call(Line.Vestlys, People.Norwegian(17), Approves, Unverified("mismatch") with { WordsHeard = true }), Cues.AskForAgent))
        { Arrange = simulator => simulator.Provider.Faults.WrongPerson = People.Norwegian(990) },

        new("agent-busy", "The agents' SIP phone is busy, so the call goes to the other number, with a whisper.",
            Call(
                Line.NordiskHjelp,
                People.Norwegian(18),
                Approves,
                new Expected { Agent = AgentKind.Number, Address = "+4722000000", WordsHeard = true },
                Cues.Choose("1"),
                Cues.Choose("1")))
        { Arrange = simulator => simulator.Carrier.Agents["sip:agents@pbx.example"] = AgentAnswer.Busy },

        new("closed-line", "The caller wants no identification, and this line takes no such caller.",
            new ScriptedCall(Line.StengtDor, People.Norwegian(19), [new Step(Cues.NorwegianNumber, "0")], NoApp, NobodyReached with { EndedBy = Who.Service })),

        new("duplicate-webhooks", "Twilio sends every request twice.",
            Call(Line.Vestlys, People.Norwegian(20), Approves, VerifiedTask))
        { Arrange = simulator => simulator.Carrier.Faults.DuplicateWebhooks = true },

        new("same-person-twice", "Two calls name the same Swede at once: one order runs, the second call does not start another.",
            Call(Line.Norrsken, People.Bengt, Approves, new Expected { Agent = AgentKind.Client, Status = "verified" }))
        { Second = Then(Call(Line.Norrsken, People.Bengt, NoApp, Queued("unverified")), Cues.AskForAgent) },

        new("queue-whisper", "An agent calls to take the next caller of a queue, and hears who it is before they talk.",
            Call(Line.Kystlys, People.Norwegian(22), Approves, Queued("verified") with { Address = Line.Kystlys.WhenVerified.Address, Whispers = People.Norwegian(22).FamilyName, WordsHeard = true })),

        new("queue-duplicate-webhooks", "The same while Twilio sends every request twice: the agent still talks to the one they heard of.",
            Call(Line.Kystlys, People.Norwegian(23), Approves, Queued("verified") with { Address = Line.Kystlys.WhenVerified.Address, Whispers = People.Norwegian(23).FamilyName }))
        { Arrange = simulator => simulator.Carrier.Faults.DuplicateWebhooks = true },

        new("swedish-not-me", "The app asks whether the caller is on the phone with the company, and the answer is no.",
            Then(
                Call(Line.Norrsken, People.Cecilia, [AppAct.NotOnThePhone], Queued("unverified")),
                Cues.AskForAgent)),

        new("outbound-se", "The company calls a Swede, who hears who it is, wants to go on, and reaches an agent by name.",
            Call(
                Line.Norrsken,
                People.Doris,
                Approves,
                new Expected { Agent = AgentKind.Client, Address = "agent_1", Status = "verified", Eid = "se-bankid", Says = ["Norrsken Bank som ringer", "lägga på och ringa oss"] },
                Cues.Choose("1")) with { Called = CalleeAnswer.PicksUp }),

        new("outbound-machine", "The company calls and a machine answers: it hears nothing.",
            new ScriptedCall(Line.Norrsken, People.Doris, [], NoApp, NobodyReached with { EndedBy = Who.Service, SaysNothing = true }) { Called = CalleeAnswer.Voicemail }),

        new("outbound-no-answer", "The company calls and nobody is at home.",
            new ScriptedCall(Line.Norrsken, People.Doris, [], NoApp, NobodyReached with { SaysNothing = true, CallStatus = "no-answer" }) { Called = CalleeAnswer.NoAnswer }),
    ];

    private static Step WrongNumber => new(Cues.NorwegianNumber, People.NotANumber);

    /// <summary>The usual beginning: what is asked first, then the number.</summary>
    private static ScriptedCall Call(Line to, TestPerson person, IReadOnlyList<AppAct> app, Expected expected, params Step[] first) =>
        new(to, person, [.. first, Cues.Enter(person)], app, expected);

    private static ScriptedCall Then(ScriptedCall call, params Step[] more) => call with { Steps = [.. call.Steps, .. more] };

    private static Expected Queued(string status) => new() { Agent = AgentKind.Queue, Address = "support", Status = status };

    private static Expected Unverified(string reason) => new() { Agent = AgentKind.TaskRouter, Status = "unverified", Reason = reason };
}
