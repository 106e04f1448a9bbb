using CallerAuth.Calls;
using CallerAuth.Lines;
using CallerAuth.Tests.Calls;

namespace CallerAuth.Tests.Contracts;

/// <summary>docs/call-states.md shows what <see cref="CallFlow"/> does: where an arrow leads is asked of the code, when it counts is in <see cref="CallArrows"/>, which is tested to be the whole table.</summary>
public class CallStatesPageTests
{
    private const string Page = "call-states.md";

    [Fact]
    public void Every_state_is_listed_with_what_moves_it_on() => Repository.AssertSection(Page, "states",
    [
        "| state | who moves it on |",
        "|---|---|",
        .. States().Select(state => $"| `{state.Name}` | {DocComments.Of(state)} |"),
    ]);

    [Fact]
    public void Every_arrow_is_listed() => Repository.AssertSection(Page, "arrows",
    [
        "| state | event | next | when |",
        "|---|---|---|---|",
        $"| (none) | we place a call | `{Placed().State.GetType().Name}` |  |",
        .. Begins().Select(begin => $"| (none) | the call rings | `{begin.Next}` | {begin.When} |"),
        .. Arrows().Select(arrow => $"| `{arrow.State}` | `{arrow.Event}` | `{arrow.Next}` | {arrow.When} |"),
        "| any but `Ended` | `HungUp` | `Ended` |  |",
    ]);

    [Fact]
    public void The_chart_has_the_same_arrows() => Repository.AssertSection(Page, "chart",
    [
        "```mermaid",
        "stateDiagram-v2",
        $"    [*] --> {Placed().State.GetType().Name} : we place a call",
        .. Begins().Select(begin => $"    [*] --> {begin.Next} : {begin.When}"),
        .. Arrows().GroupBy(arrow => (arrow.State, arrow.Next)).Select(arrows => "    " + Chart(arrows)),
        "    note right of Ended : HungUp leads here from every state",
        "    Ended --> [*]",
        "```",
    ]);

    [Fact]
    public void Every_state_that_is_not_the_end_is_left_by_a_hang_up()
    {
        Assert.All(CallArrows.All.Where(arrow => arrow.Event == "HungUp"), arrow => Assert.Equal("Ended", NextOf(arrow)));
        Assert.Equal(
            States().Select(state => state.Name).Where(name => name != "Ended").Order(StringComparer.Ordinal),
            CallArrows.All.Where(arrow => arrow.Event == "HungUp").Select(StateOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<Type> States() => typeof(CallState).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(CallState)));

    private static IEnumerable<(string Next, string When)> Begins() =>
    [
        (BeginOf(["nb-NO", "en-GB"], ["no-bankid"]), "the line has several languages"),
        (BeginOf(["nb-NO"], ["no-bankid", "se-bankid"]), "one language and several eIDs"),
        (BeginOf(["nb-NO"], ["no-bankid"]), "one of each"),
    ];

    private static Call Placed() => CallFlow.Place(
        Some.CallSid, Some.CalledNumber, Some.Line(), language: null, eid: null, Some.PlacedCall(new CallState.Ended(EndReason.HungUp)).Placed!, Some.Now);

    private static string BeginOf(List<string> languages, List<string> eids)
    {
        Line line = Some.Line(options => (options.Languages, options.Eids) = (languages, eids));
        return CallFlow.Begin(Some.CallSid, Some.CalledNumber, line).State.GetType().Name;
    }

    private static List<(string State, string Event, string Next, string When)> Arrows() =>
    [
        .. CallArrows.All
            .Where(arrow => arrow.Event != "HungUp")
            .Select(arrow => (StateOf(arrow), CallSamples.Events[arrow.Event].GetType().Name, NextOf(arrow), arrow.When))
            .Distinct(),
    ];

    private static string StateOf(CallArrow arrow) => CallSamples.All[arrow.State].State.GetType().Name;

    private static string NextOf(CallArrow arrow)
    {
        var rules = CallSamples.Rules.First(rules => arrow.Fits(arrow.State, arrow.Event, rules));
        return CallFlow.Next(CallSamples.All[arrow.State], CallSamples.Events[arrow.Event], rules).State.GetType().Name;
    }

    private static string Chart(IGrouping<(string State, string Next), (string State, string Event, string Next, string When)> arrows) =>
        $"{arrows.Key.State} --> {arrows.Key.Next} : {string.Join(", ", arrows.Select(arrow => arrow.Event).Distinct(StringComparer.Ordinal))}";
}
