using System.Reflection;
using CallerAuth.Calls;

namespace CallerAuth.Tests.Calls;

/// <summary>Every state against every event, with the table in <see cref="CallArrows"/>: C# cannot see that a set of records is complete.</summary>
public class CallFlowTableTests
{
    public static TheoryData<string> States => [.. CallSamples.All.Keys];

    [Theory]
    [MemberData(nameof(States))]
    public void Whatever_happens_in_a_state_leads_where_the_table_says(string state)
    {
        var call = CallSamples.All[state];
        var wrong = new List<string>();

        foreach (var rules in CallSamples.Rules)
        {
            foreach (var (name, happened) in CallSamples.Events)
            {
                var arrow = CallArrows.All.SingleOrDefault(arrow => arrow.Fits(state, name, rules));
                var next = CallFlow.Next(call, happened, rules);
                if (arrow is null ? !ReferenceEquals(next, call) : next != arrow.Next(call))
                    wrong.Add($"{name} ({rules}): {next.State}, and not {arrow?.Next(call).State.ToString() ?? "unchanged"}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_arrow_of_the_table_is_between_samples_and_counts()
    {
        Assert.All(CallArrows.All, arrow =>
        {
            Assert.Contains(arrow.State, CallSamples.All.Keys);
            Assert.Contains(arrow.Event, CallSamples.Events.Keys);
            Assert.NotEqual(CallSamples.All[arrow.State], arrow.Next(CallSamples.All[arrow.State]));
        });
    }

    [Fact]
    public void Every_state_and_every_event_is_among_the_samples()
    {
        Assert.Equal(KindsOf<CallState>(), Names(CallSamples.All.Values.Select(call => call.State.GetType())));
        Assert.Equal(KindsOf<CallEvent>(), Names(CallSamples.Events.Values.Select(happened => happened.GetType())));
    }

    [Fact]
    public void Both_sets_are_closed()
    {
        Assert.All([typeof(CallState), typeof(CallEvent)], set => Assert.All(
            set.GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public).Where(constructor => constructor.GetParameters().Length == 0),
            constructor => Assert.True(constructor.IsPrivate)));
    }

    [Fact]
    public void Every_state_survives_the_store()
    {
        var context = CallJson.Default.Call;

        Assert.All(CallSamples.All.Values.Where(call => call.State is not CallState.Verified), call =>
            Assert.Equal(call, System.Text.Json.JsonSerializer.Deserialize(System.Text.Json.JsonSerializer.Serialize(call, context), context)));
    }

    private static IEnumerable<string> KindsOf<T>() =>
        Names(typeof(T).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(T))));

    private static IEnumerable<string> Names(IEnumerable<Type> types) => types.Select(type => type.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
}
