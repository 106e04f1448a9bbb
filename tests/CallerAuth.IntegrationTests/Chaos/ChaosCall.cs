using CallerAuth.Simulator.Phone;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using CallerAuth.Simulator.Telephony;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Chaos;

/// <summary>What one caller means to do; what becomes of it is up to the faults.</summary>
internal sealed record ChaosPlan(string Means, Line To, TestPerson Person, IReadOnlyList<Step> Steps, IReadOnlyList<AppAct> App)
{
    private static readonly TestPerson[] Swedes = [People.Astrid, People.Bengt, People.Cecilia, People.Doris];

    private static readonly (int Percent, Line Line)[] NorwegianLines =
        [(40, Line.Vestlys), (20, Line.Nordlys), (12, Line.NordiskHjelp), (10, Line.StengtDor), (18, Line.Kystlys)];

    private static readonly (int Percent, string Means)[] Meanings =
    [
        (38, "approve"), (8, "decline"), (8, "wrong words, then right"), (8, "ignore the app"), (8, "0 while waiting"), (6, "0 at once"),
        (8, "hang up while waiting"), (5, "hang up at once"), (5, "wrong number thrice"), (6, "press nothing"),
    ];

    /// <summary>One in twelve is Swedish. There are four Swedish test persons here, who call again and again; each Norwegian calls once.</summary>
    public static ChaosPlan Draw(int number, Random dice)
    {
        var swedish = Below(dice, 12) == 0;
        var person = swedish ? Swedes[Below(dice, Swedes.Length)] : People.Norwegian(1000 + number);
        var line = swedish ? Line.Norrsken : Pick(NorwegianLines, dice);
        return For(Pick(Meanings, dice), line, person);
    }

    private static ChaosPlan For(string means, Line line, TestPerson person)
    {
        var asked = person.IsNorwegian ? Cues.NorwegianNumber : Cues.SwedishNumber;
        Step[] first = line == Line.NordiskHjelp ? [Cues.Choose("1"), Cues.Choose("1")] : line == Line.Nordlys ? [Cues.Choose("1")] : [];
        Step[] Then(params Step[] steps) => [.. first, .. steps];
        return means switch
        {
            "decline" => new(means, line, person, Then(Cues.Enter(person), Cues.AskForAgent), [AppAct.Decline]),
            "wrong words, then right" => new(means, line, person, Then(Cues.Enter(person), Cues.TryAgain, Cues.Enter(person), Cues.AskForAgent), [AppAct.ChooseWrongWords, AppAct.Approve]),
            "ignore the app" => new(means, line, person, Then(Cues.Enter(person), Cues.AskForAgent), [AppAct.Ignore]),
            "0 while waiting" => new(means, line, person, Then(Cues.Enter(person), new Step(Cues.HoldMusic, "0")), [AppAct.Ignore]),
            "0 at once" => new(means, line, person, Then(new Step(asked, "0")), []),
            "hang up while waiting" => new(means, line, person, Then(Cues.Enter(person), new Step(Cues.HoldMusic, HangUp: true)), [AppAct.Ignore]),
            "hang up at once" => new(means, line, person, Then(new Step(asked, HangUp: true)), []),
            "wrong number thrice" => new(means, line, person, Then([.. Enumerable.Repeat(new Step(asked, person.IsNorwegian ? People.NotANumber : "200001019999"), 3)]), []),
            "press nothing" => new(means, line, person, [], []),
            _ => new(means, line, person, Then(Cues.Enter(person), Cues.AskForAgent), [AppAct.Approve]),
        };
    }

    private static T Pick<T>((int Percent, T What)[] choices, Random dice)
    {
        var thrown = Below(dice, 100);
        return choices.First(choice => (thrown -= choice.Percent) < 0).What;
    }

#pragma warning disable CA5394 // The same callers must come again with their seed.
    private static int Below(Random dice, int end) => dice.Next(end);
#pragma warning restore CA5394
}

/// <summary>A call that was played, and whether it had to be ended from outside because nothing happened any more.</summary>
/// <param name="Ends">How often the caller's line went dead.</param>
internal sealed record ChaosCall(ChaosPlan Plan, PhoneCall Call, int Ends, bool Stuck)
{
    public AgentOffer? Reached => Call.Offers.LastOrDefault(offer => offer.Answered);

    public string? Status => Reached?.CallerVerification?["status"]?.ToString();

    public string? Reason => Reached?.CallerVerification?["reason"]?.ToString();

    /// <summary>The end of an agent's own call stands in the same transcript, and may come later.</summary>
    public DateTimeOffset EndedAt => Call.StartedAt + Call.Transcript.Lines.Where(IsEnd).Select(line => line.At).LastOrDefault();

    public string Outcome => (Stuck, Reached, Call.EndedBy) switch
    {
        (true, _, _) => "STUCK",
        (_, not null, _) when Status == "verified" => "agent, verified",
        (_, { Kind: AgentKind.Number or AgentKind.Queue }, _) => "agent, unverified (as whispered)",
        (_, not null, _) => $"agent, unverified: {Reason}",
        (_, _, Who.Caller) => "the caller hung up",
        (_, _, Who.Service) => "goodbye",
        _ => "LOST",
    };

    private static bool IsEnd(TranscriptLine line) => line.Who == Who.Twilio && line.Text is "call completed" or "call canceled" or "call busy" or "call no-answer";
}
