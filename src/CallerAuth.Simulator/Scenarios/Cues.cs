using CallerAuth.Simulator.Phone;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Telephony;

namespace CallerAuth.Simulator.Scenarios;

/// <summary>What scripted callers wait for, in the words of the service's prompts.</summary>
internal static class Cues
{
    public static Cue Menu { get; } = new(MomentKind.QuestionAsked, 1);

    public static Cue NorwegianNumber { get; } = new(MomentKind.QuestionAsked, 11);

    public static Cue SwedishNumber { get; } = new(MomentKind.QuestionAsked, 12);

    public static Cue HoldMusic { get; } = new(MomentKind.Music);

    public static Cue RetryOffer { get; } = new(MomentKind.QuestionAsked, 1, "prøve igjen", "försöka igen", "prøve igen", "try again");

    public static Step Choose(string key) => new(Menu, key);

    public static Step Enter(TestPerson person) => new(person.IsNorwegian ? NorwegianNumber : SwedishNumber, person.NationalId);

    public static Step TryAgain { get; } = new(RetryOffer, "1");

    public static Step AskForAgent { get; } = new(RetryOffer, "0");
}
