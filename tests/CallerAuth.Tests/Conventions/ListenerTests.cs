using CallerAuth.Agents.Requests;
using CallerAuth.Calls;

namespace CallerAuth.Tests.Conventions;

/// <summary>
/// The switchboard is made with all who listen to calls, and the host makes both by itself. A listener that is made with the switchboard
/// waits for itself: the service would hang at its start.
/// </summary>
public class ListenerTests
{
    public static TheoryData<string> Listeners => [.. OurTypes.All.Where(IsListener).Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(Listeners))]
    public void No_listener_is_made_with_the_switchboard(string listener) =>
        Assert.Empty(WaysToSwitchboard(OurTypes.All.Single(type => type.FullName == listener), []));

    [Fact]
    public void A_listener_that_were_would_be_found()
    {
        Assert.True(Listeners.Count > 5);
        Assert.Equal(["Direct > Switchboard"], WaysToSwitchboard(typeof(Direct), []));
        Assert.Equal(["Indirect > VerificationDesk > DeskRules > Switchboard"], WaysToSwitchboard(typeof(Indirect), []));
    }

    private static bool IsListener(Type type) =>
        type is { IsClass: true, IsAbstract: false } && (type.IsAssignableTo(typeof(ICallListener)) || type.IsAssignableTo(typeof(IRequestListener)));

    // What is asked of the container late, through IServiceProvider, is made late.
    private static IEnumerable<string> WaysToSwitchboard(Type from, HashSet<Type> seen)
    {
        foreach (var needed in from.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.ParameterType).Distinct())
        {
            if (needed == typeof(Switchboard) || needed == typeof(CallListeners))
                yield return $"{from.Name} > {needed.Name}";
            else if (OurTypes.All.Contains(needed) && seen.Add(needed))
                foreach (var way in WaysToSwitchboard(needed, seen))
                    yield return $"{from.Name} > {way}";
        }
    }

#pragma warning disable CS9113, S1144 // Only their constructors are looked at.
    private sealed class Direct(Switchboard switchboard);

    private sealed class Indirect(VerificationDesk desk);
#pragma warning restore CS9113, S1144
}
